import { optionsOf } from './command.ts';
import { cliCommands } from './commandList.ts';
import { commandHelp, generalHelp } from './help.ts';
import { parseOptions } from './options.ts';
import { createOutput, failureText, usage } from './output.ts';
import type { Places } from './places.ts';
import { didYouMean } from './suggest.ts';

/** Runs one command line. Answers the exit code; prints everything, failures included. */
export async function runCommandLine(args: readonly string[], places: Places): Promise<number> {
  const json = args.includes('--json');
  const output = createOutput(json);
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const about = cliCommands.find((command) => command.name === rest[0]);
      output.lines(about ? commandHelp(about) : generalHelp(cliCommands, places.version));
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === '-v') {
      output.lines([places.version]);
      return 0;
    }
    const command = cliCommands.find((candidate) => candidate.name === name);
    if (!command) {
      const known = cliCommands.map((candidate) => candidate.name);
      throw usage(`There is no command "${name}".${didYouMean(name, known)} See: eventloupe --help`);
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      output.lines(commandHelp(command));
      return 0;
    }
    const { stores, options } = parseOptions(rest, optionsOf(command));
    return output.exitCode(await command.run({ stores, options, output, places }));
  } catch (error) {
    output.progress(null);
    if (output.unwritable.aborted) return output.exitCode(2);
    process.stderr.write(failureText(error, json));
    return 2;
  }
}
