import type { CliCommand } from './command.ts';
import { bisect } from './commands/bisect.ts';
import { blame } from './commands/blame.ts';
import { bookmarks } from './commands/bookmarks.ts';
import { causation } from './commands/causation.ts';
import { check } from './commands/check.ts';
import { diff } from './commands/diff.ts';
import { events } from './commands/events.ts';
import { formats } from './commands/formats.ts';
import { history } from './commands/history.ts';
import { info } from './commands/info.ts';
import { mapping } from './commands/mapping.ts';
import { open } from './commands/open.ts';
import { partitions } from './commands/partitions.ts';
import { report } from './commands/report.ts';
import { schema } from './commands/schema.ts';
import { serve } from './commands/serve.ts';
import { snapshots } from './commands/snapshots.ts';
import { state } from './commands/state.ts';
import { storage } from './commands/storage.ts';
import { whatif } from './commands/whatif.ts';

/** The commands, in the order of the help. */
export const cliCommands: readonly CliCommand[] = [
  info,
  events,
  state,
  partitions,
  diff,
  history,
  blame,
  bisect,
  whatif,
  causation,
  bookmarks,
  snapshots,
  schema,
  check,
  storage,
  formats,
  mapping,
  report,
  serve,
  open,
];
