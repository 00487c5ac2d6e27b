import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEncodings } from '../../../../../electron/headless/encodingsFile.ts';
import type { Options } from '../../../../../electron/headless/options.ts';
import type { ReadBy } from '../../../../../electron/worker/report/readByFiles.ts';
import { reproduceCommands } from '../../../../../electron/worker/report/reproduce.ts';
import { parseMapping } from '../../../../../shared/mappingText.ts';
import type { EncodingRule } from '../../../../../shared/model/encoding.ts';
import type { Mapping } from '../../../../../shared/model/mapping.ts';
import type { ReportOptions } from '../../../../../shared/model/report.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';

const options: ReportOptions = {
  title: 'Audit',
  query: '',
  from: 'start',
  to: 'end',
  streams: ['account-1001'],
  include: { timeline: false, integrity: false, schema: false, consumers: false, events: false, bookmarks: false },
  eventLimit: 10,
};

const scratch = scratchFolder();
const asItIs: ReadBy = { mapping: null, encodings: [] };

const stateCommand = (reducer: ReportOptions['reducer']): string =>
  reproduceCommands(['bank.jsonl'], { ...options, reducer }, 0, 9, asItIs).find(({ what }) =>
    what.startsWith('State of'),
  )!.command;

test('a merged state is had again by its stream', () => {
  expect(stateCommand(undefined)).toBe("npx eventloupe state bank.jsonl --stream account-1001 --at '#9' --json");
  expect(stateCommand('merge')).toBe(stateCommand(undefined));
});

test('a projected state is had again by its projection file and partition', () => {
  expect(stateCommand('bank.projection.js')).toBe(
    "npx eventloupe state bank.jsonl --projection bank.projection.js --partition account-1001 --at '#9' --json",
  );
});

test('a mapping and encodings are written as files first, and every command names them', async () => {
  const { folder } = scratch;
  const mapping: Mapping = {
    eventloupe: 'mapping',
    version: 1,
    source: { kind: 'csv', delimiter: ';', header: true },
    fields: { type: { constant: "it's $HOME `x` \\n %s" }, stream: 'konto' },
  };
  const encodings: EncodingRule[] = [
    { type: null, encoding: 'messagepack', text: 'hex' },
    { type: 'A', encoding: 'avro', header: 'registry', schema: '{"type":"string"}' },
    { type: 'B', encoding: 'protobuf', schema: 'message M { string a = 1; }', message: 'M' },
    { type: 'C', encoding: 'protobuf', schema: Buffer.from([0, 1, 0x27, 200]).toString('base64'), message: 'x.C' },
  ];
  const store = "Bob's bank.csv";
  const commands = reproduceCommands([store], options, 0, 9, { mapping, encodings });
  const writing = commands.filter(({ command }) => command.startsWith('printf'));
  expect(commands.slice(0, 3)).toEqual(writing);
  for (const { command } of commands.slice(3)) {
    expect(command).toContain(
      `--mapping 'Bob'\\''s bank.csv.mapping.json' --encodings 'Bob'\\''s bank.csv.encodings.json'`,
    );
  }

  for (const { command } of writing) execFileSync('sh', ['-c', command], { cwd: folder });
  expect(parseMapping(readFileSync(join(folder, `${store}.mapping.json`), 'utf8'))).toEqual(mapping);
  const given = { text: () => join(folder, `${store}.encodings.json`) } as unknown as Options;
  const read = await readEncodings(given);
  expect(JSON.parse(JSON.stringify(read))).toEqual(encodings);
});
