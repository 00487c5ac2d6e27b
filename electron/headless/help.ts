import { type CliCommand, optionsOf } from './command.ts';
import { type OptionName, optionSpecs } from './options.ts';
import { fields } from './table.ts';

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const optionText = (name: OptionName): string => {
  const { value } = optionSpecs[name];
  return value === null ? `--${name}` : `--${name} ${value}`;
};

export function generalHelp(commands: readonly CliCommand[], version: string): string[] {
  return [
    `Eventloupe ${version}: inspects event stores. It reads; it never writes to what it opens.`,
    '',
    'Usage: eventloupe <command> <store> [options]',
    '',
    ...indent(fields(commands.map(({ name, takes, summary }) => [`${name} ${takes}`, summary]))),
    '',
    'A store is a file, a folder, or several files of one export; what it is, its content says. gzip, zstd and zip',
    'are unpacked. A point in the log is #N (ordinal), N (global position), an ISO time, start or end.',
    '',
    'Exit codes: 0 fine · 1 findings of severity error · 2 could not.',
    'Options of a command: eventloupe <command> --help',
  ];
}

export function commandHelp(command: CliCommand): string[] {
  const options: OptionName[] = [...optionsOf(command), 'json', 'help'];
  return [
    `Usage: eventloupe ${command.name} ${command.takes} [options]`,
    '',
    `${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.`,
    ...(command.notes ? ['', ...command.notes] : []),
    '',
    'Options',
    ...indent(fields(options.map((name) => [optionText(name), optionSpecs[name].help]))),
    '',
    command.examples.length === 1 ? 'Example' : 'Examples',
    ...command.examples.flatMap(([args, gives]) => [`  eventloupe ${args}`, `      ${gives}`]),
  ];
}
