import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { argumentFiles } from '../../../../electron/main/argumentFiles.ts';

const app = resolve('.');
const readme = resolve('package.json');

describe('the stores among a command line', () => {
  it.each<[string, string[]]>([
    ['in a checkout', ['/electron', '.', 'package.json']],
    ['when installed', ['/eventloupe', 'package.json']],
    [
      'with switches in any order',
      ['/electron', '--no-sandbox', '.', '--inspect=0', 'package.json', '--user-data-dir=/x'],
    ],
    ['after a loader that a tool put in front', ['/electron', '-r', 'tsconfig.json', '.', 'package.json']],
  ])('are found %s', (_name, argv) => {
    expect(argumentFiles(argv, app, app)).toEqual([readme]);
  });

  it('are only those that exist', () => {
    expect(argumentFiles(['/electron', '.', 'missing.jsonl'], app, app)).toEqual([]);
  });
});
