import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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
