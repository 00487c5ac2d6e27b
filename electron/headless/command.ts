import type { OptionName, Options } from './options.ts';
import type { Output } from './output.ts';
import type { Places } from './places.ts';

export interface CommandContext {
  /** What stood on the command line besides options. */
  readonly stores: readonly string[];
  readonly options: Options;
  readonly output: Output;
  readonly places: Places;
}

/** What every command that reads a store takes: how it is opened. */
const storeOptions: readonly OptionName[] = ['encodings', 'mapping', 'no-cache'];

/** All options of a command. */
export const optionsOf = ({ takes, options }: CliCommand): readonly OptionName[] =>
  takes === '<store>' ? [...options, ...storeOptions] : options;

/** One command of the command line: a file in `commands/`, a line in `commandList.ts`. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** What it takes besides options. */
  readonly takes: '<store>' | '[store]' | '';
  /** Besides those of every command that reads a store. */
  readonly options: readonly OptionName[];
  /** What follows `eventloupe` in an example, and what that gives. */
  readonly examples: readonly (readonly [args: string, gives: string])[];
  /** Further lines of the help. */
  readonly notes?: readonly string[];
  /** Answers the exit code: 0 fine, 1 findings of severity error. Throws for 2. */
  run(context: CommandContext): Promise<number>;
}
