import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cliCommands } from '../../electron/headless/commandList.ts';
import { optionSpecs } from '../../electron/headless/options.ts';
import { formats } from '../../electron/worker/formats/registry.ts';
import { checks } from '../../electron/worker/integrity/registry.ts';
import { mappedFormatInfo } from '../../electron/worker/mapping/mappedTraits.ts';
import { commands } from '../../shared/commands.ts';

const listed = [...formats, mappedFormatInfo];
const readme = readFileSync('README.md', 'utf8');
const contributing = readFileSync('CONTRIBUTING.md', 'utf8');

/** The lines of a marked part of the README. */
const part = (name: string): string => readme.split(`<!-- ${name} -->`)[1]!.split(`<!-- /${name} -->`)[0]!;

describe('the README', () => {
  it.each(listed.map((format) => [format.id, format] as const))(
    'names the format %s and what proves it',
    (_id, format) => {
      expect(part('formats')).toContain(`| ${format.name} | \`${format.id}\` | ${format.provenBy} |`);
    },
  );

  it('names no format that is not there', () => {
    expect(part('formats').match(/^\|/gm)).toHaveLength(listed.length + 2);
  });

  it.each(checks.map((check) => [check.id, check] as const))('names the check %s', (_id, check) => {
    expect(part('checks')).toContain(`\`${check.id}\``);
  });

  it.each(commands.filter(({ keys }) => keys.length > 0).map((command) => [command.title, command] as const))(
    'names the keys of “%s”',
    (_title, command) => {
      expect(part('keys')).toContain(command.title);
    },
  );

  it.each(cliCommands.map(({ name }) => [name] as const))('names the command %s', (name) => {
    expect(part('commands')).toMatch(new RegExp(`\x60${name}[ \x60]`));
  });

  it('names no option of the command line that is not there', () => {
    const named = [...part('commands').matchAll(/--([a-z][a-z-]*)/g)].map((match) => match[1]!);
    for (const option of named) expect(Object.keys(optionSpecs)).toContain(option);
  });

  it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])(
    '%s has lines of 120 characters',
    (file) => {
      const long = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.length > 120 && !line.startsWith('|'));
      expect(long).toEqual([]);
    },
  );

  it('shows pictures that are there', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((match) => match[1]!);
    expect(pictures.length).toBeGreaterThan(1);
    for (const picture of pictures) expect(existsSync(picture), picture).toBe(true);
  });
});

describe('CONTRIBUTING', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, object>;
  it.each(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/')))(
    'says why %s is there',
    (name) => {
      expect(contributing).toContain(name);
    },
  );
});
