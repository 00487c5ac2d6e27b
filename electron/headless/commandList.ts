import type { CliCommand } from './command.ts';
import { info } from './commands/info.ts';
import { serve } from './commands/serve.ts';

/** The commands, in the order of the help. */
export const cliCommands: readonly CliCommand[] = [info, serve];
