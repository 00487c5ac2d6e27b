import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliCommands } from '../../electron/headless/commandList.ts';
import { commandHelp } from '../../electron/headless/help.ts';
import { type Run, runCommand } from '../builders/commandLine.ts';
import { settle } from '../builders/logContent.ts';
import { writeSqlite } from '../builders/sqliteStore.ts';

// The command line as its users see it: a process with arguments, two streams and an exit code.

const entry = resolve('electron/headless/index.ts');
let folder: string;
let store: string;
let broken: string;

const run = (...args: string[]): Promise<Run> => runCommand(folder, args);

async function json(...args: string[]) {
  const { code, out, err } = await run(...args, '--json');
  expect(err).toBe('');
  return { code, value: JSON.parse(out) };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
  const line = (i: number, revision: number, type: string, data: string): string =>
    `{"globalPosition":"${9007199254740993n + BigInt(i)}","streamId":"account-1","streamRevision":${revision},` +
    `"type":"${type}","schemaVersion":1,"recordedAt":"2026-01-01T00:00:0${i}Z","eventId":"e-${i}","data":${data}}\n`;
  store = join(folder, 'bank.jsonl');
  writeFileSync(
    store,
    line(0, 1, 'Opened', '{"owner":"Ada","balance":0}') +
      line(1, 2, 'Deposited', '{"balance":12345678901234567890}') +
      line(2, 3, 'Renamed', '{"owner":"\\u001b[31mEve"}'),
  );
  broken = join(folder, 'broken.jsonl');
  writeFileSync(broken, line(0, 1, 'Opened', '{}') + line(1, 3, 'Closed', '{}'));
  writeFileSync(
    join(folder, 'sum.projection.js'),
    `export const initialState = () => ({ seen: 0 });
export const evolve = (state, event) => {
  if (event.type === 'Renamed') throw new Error('no renaming');
  return { seen: state.seen + 1 };
};\n`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the kept index', () => {
  it('is there for the next command, unless --no-cache is given', async () => {
    const large = join(folder, 'large.jsonl');
    writeFileSync(large, '{"streamId":"s","type":"T","data":{}}\n'.repeat(6000));
    await settle(large);
    const cache = join(folder, 'kept');
    const env = { ...process.env, EVENTLOUPE_CACHE: cache };
    const info = (...options: string[]) =>
      promisify(execFile)(process.execPath, [entry, 'info', large, '--json', ...options], { env });
    const without = await info('--no-cache');
    expect(existsSync(cache)).toBe(false);
    const first = await info();
    expect(readdirSync(cache)).toEqual([expect.stringMatching(/\.index$/)]);
    const used = statSync(join(cache, readdirSync(cache)[0]!)).mtimeMs;
    expect([first.stdout, (await info()).stdout]).toEqual([without.stdout, without.stdout]);
    expect(statSync(join(cache, readdirSync(cache)[0]!)).mtimeMs).toBeGreaterThan(used);
  });
});

describe('info', () => {
  it('prints the object of section 6', async () => {
    const { code, value } = await json('info', store);
    expect(code).toBe(0);
    expect(value).toMatchObject({
      format: 'json-lines',
      events: 3,
      streams: 1,
      bytes: readFileSync(store).length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      firstRecordedAt: '2026-01-01T00:00:00.000Z',
      lastRecordedAt: '2026-01-01T00:00:02.000Z',
      snapshots: 0,
      checkpoints: [],
      deadLetters: 0,
      problems: 0,
    });
    expect(value.types).toContainEqual({ type: 'Opened', events: 1, versions: [{ schemaVersion: '1', events: 1 }] });
  });

  it('prints the same for people', async () => {
    const { out, code } = await run('info', store, '--no-cache');
    expect(code).toBe(0);
    expect(out).toMatch(/^Events +3$/m);
    expect(out).toMatch(/^Renamed +1 +1$/m);
  });
});

describe('events', () => {
  it('prints payloads as values with exact digits, and what was scanned and matched', async () => {
    const { value } = await json('events', store, '--where', 'type:Deposited');
    expect(value).toMatchObject({ scanned: 3, matched: 1, returned: 1 });
    const { out } = await run('events', store, '--where', 'type:Deposited', '--json');
    expect(out).toContain('"balance": 12345678901234567890');
    expect(value.events[0]).toMatchObject({
      ordinal: 1,
      globalPosition: '9007199254740994',
      streamId: 'account-1',
      streamRevision: '2',
      type: 'Deposited',
      schemaVersion: '1',
      recordedAt: '2026-01-01T00:00:01.000Z',
      eventId: 'e-1',
      correlationId: null,
      causationId: null,
      actor: null,
    });
  });

  it('says how much a limit left out, and which option lifts it', async () => {
    const { out } = await run('events', store, '--limit', '1', '--offset', '1');
    expect(out).toContain('3 of 3 events matched; 1 shown');
    expect(out).toContain('--limit 2 shows all');
    expect((await json('events', store, '--limit', '1', '--offset', '1')).value).toMatchObject({
      matched: 3,
      returned: 1,
    });
  });

  it('prints the events round one that is nested too deeply to print as a value', async () => {
    const deep = join(folder, 'deep.jsonl');
    const payload = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    writeFileSync(deep, ['{"n":1}', payload].map((data) => `{"streamId":"s","type":"T","data":${data}}\n`).join(''));
    const { value } = await json('events', deep);
    expect(value.events[0].payload).toEqual({ n: 1 });
    expect(value.events[1].payload).toEqual({ invalid: payload, reason: expect.stringContaining('nested deeper') });
    expect((await json('report', deep)).value.events[1].payload).toBe(payload);
  });

  it('prints an empty list as one document', async () => {
    expect((await json('events', store, '--where', 'type:Nothing')).value).toEqual({
      scanned: 3,
      matched: 0,
      returned: 0,
      events: [],
    });
  });

  it('spells out control characters of stored text', async () => {
    const { out } = await run('events', store);
    expect(out).not.toContain('\u001b');
  });

  it('says where a query is wrong', async () => {
    const { code, out, err } = await run('events', store, '--where', 'typ:Opened', '--json');
    expect([code, out]).toEqual([2, '']);
    expect(JSON.parse(err).error).toMatchObject({ code: 'bad-query', data: { from: 0 } });
  });
});

describe('mapping', () => {
  beforeAll(() => {
    const row = (i: number): string => `Moved,crate-${i % 2},${(i >> 1) + 1},2026-01-01T00:00:0${i}Z,"{""n"":${i}}"\n`;
    writeFileSync(join(folder, 'moves.txt'), [0, 1, 2, 3].map(row).join(''));
  });

  it('is the way out that is named where no format knows a store', async () => {
    const { code, err } = await run('info', 'moves.txt');
    expect(code).toBe(2);
    expect(err).toMatch(/eventloupe mapping STORE --out FILE/);
  });

  it('shows what a guess reads, writes it, and every command reads the store by it', async () => {
    const shown = await run('mapping', 'moves.txt');
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/^Stream +2 +crate-0 +· +crate-1 +· +crate-0$/m);
    expect(JSON.parse(shown.out.slice(shown.out.indexOf('{\n')))).toMatchObject({ eventloupe: 'mapping' });
    expect((await run('mapping', 'moves.txt', '--out', 'moves.mapping.json')).code).toBe(0);
    const { value, code } = await json('info', 'moves.txt', '--mapping', 'moves.mapping.json');
    expect(code).toBe(0);
    expect(value).toMatchObject({ format: 'mapped', formatName: 'mapped: CSV', events: 4, streams: 2, problems: 0 });
    const state = await json('state', 'moves.txt', '--stream', 'crate-1', '--mapping', 'moves.mapping.json');
    expect(state.value.state).toEqual({ n: 3 });
    // A mapping beside a store is not used by itself, nor is one that was only given.
    expect((await run('info', 'moves.txt')).code).toBe(2);
  });

  it('spells out control characters in the names of a stranger’s tables', async () => {
    writeSqlite(join(folder, 'named.sqlite'), 'CREATE TABLE "a\u001b[31m"(what, who, at); CREATE TABLE "b\u009b"(x);');
    const { out } = await run('mapping', 'named.sqlite');
    expect(out).toContain('a\\u001b[31m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(out).not.toMatch(/[\u001b\u009b]/);
  });

  it('says what is wrong with a mapping, field by field', async () => {
    const mapping = JSON.parse((await run('mapping', 'moves.txt', '--out', '-')).out);
    writeFileSync(
      join(folder, 'wrong.mapping.json'),
      JSON.stringify({ ...mapping, fields: { type: '1', stream: '9' } }),
    );
    const checked = await json('mapping', 'moves.txt', '--mapping', 'wrong.mapping.json');
    expect(checked.code).toBe(1);
    expect(checked.value.preview).toMatchObject({ opens: false, errors: [{ field: 'stream' }] });
    const { code, err } = await run('info', 'moves.txt', '--mapping', 'wrong.mapping.json', '--json');
    expect([code, JSON.parse(err).error]).toEqual([2, expect.objectContaining({ code: 'bad-mapping' })]);
    expect((await run('info', 'moves.txt', '--mapping', 'nowhere.json')).code).toBe(2);
  });

  it('says where there is nothing to map, and never writes to the store', async () => {
    writeFileSync(join(folder, 'noise'), Buffer.from([0, 1, 2, 255, 254]));
    expect((await run('mapping', 'noise')).err).toMatch(/nothing to map/);
    expect((await run('mapping', 'moves.txt', '--out', 'moves.txt')).err).toMatch(/never written to/);
  });
});

describe('formats', () => {
  it('names what can be opened, and what proves it', async () => {
    const { value, code } = await json('formats');
    expect(code).toBe(0);
    expect(value).toContainEqual({ id: 'csv', name: 'CSV', provenBy: expect.any(String) });
    expect((await run('formats')).out).toMatch(/^FORMAT +ID +PROVEN BY$/m);
    expect((await run('formats', store)).code).toBe(2);
  });
});

describe('state, diff and history', () => {
  it('fold a stream at a point', async () => {
    const { value } = await json('state', store, '--stream', 'account-1', '--at', '#0');
    expect(value).toMatchObject({
      partition: 'account-1',
      at: { ordinal: 0, globalPosition: '9007199254740993', recordedAt: '2026-01-01T00:00:00.000Z' },
      folded: 1,
      fromSnapshot: null,
      state: { owner: 'Ada', balance: 0 },
    });
  });

  it('keep every digit', async () => {
    const { out } = await run('state', store, '--stream', 'account-1', '--json');
    expect(out).toContain('"balance": 12345678901234567890');
  });

  it('are equal with and without snapshots', async () => {
    const [without, every] = await Promise.all([
      json('state', store, '--stream', 'account-1', '--snapshot-every', '0'),
      json('state', store, '--stream', 'account-1', '--snapshot-every', '1'),
    ]);
    expect(every.value.state).toEqual(without.value.state);
  });

  it('say that nothing has happened before the first event', async () => {
    const { value, code } = await json('state', store, '--stream', 'account-1', '--at', '2020-01-01');
    expect(code).toBe(0);
    expect(value).toMatchObject({ at: null, state: null });
  });

  it('show a projection that throws at its event, with exit code 1', async () => {
    const { code, value } = await json(
      ...['state', store, '--projection', join(folder, 'sum.projection.js'), '--partition', 'account-1'],
    );
    expect(code).toBe(1);
    expect(value.failure).toMatchObject({ ordinal: 2, message: expect.stringContaining('no renaming') });
  });

  it('fold all streams at a point', async () => {
    const { value, code } = await json('partitions', store, '--at', '#1');
    const { value: one } = await json('state', store, '--stream', 'account-1', '--at', '#1');
    expect(code).toBe(0);
    expect(value).toMatchObject({ reducer: 'merge', at: { ordinal: 1 }, total: value.partitions.length });
    expect(value.partitions[0]).toEqual({
      partition: 'account-1',
      events: one.eventsBefore,
      lastOrdinal: expect.any(Number),
      state: one.state,
      failure: null,
    });
    const limited = await json('partitions', store, '--limit', '0');
    expect(limited.value).toMatchObject({ returned: 0, partitions: [] });
  });

  it('fold all partitions of a projection, with exit code 1 where it throws', async () => {
    const { code, value } = await json('partitions', store, '--projection', join(folder, 'sum.projection.js'));
    expect(code).toBe(1);
    expect(value.partitions[0].failure).toMatchObject({ ordinal: 2 });
    const { out } = await run('partitions', store, '--projection', join(folder, 'sum.projection.js'));
    expect(out).toContain('failed at #2');
  });

  it('filter and sort partitions by a condition over their state', async () => {
    const where = ['--where', 'state.balance > 12345678901234567889', '--sort', '-state.balance'];
    const { value, code } = await json('partitions', store, ...where);
    expect(code).toBe(0);
    expect(value).toMatchObject({ total: 1, matched: 1, returned: 1 });
    expect((await run('partitions', store, ...where)).out).toContain('12345678901234567890');
    expect((await json('partitions', store, '--where', 'state.balance < 0')).value).toMatchObject({ matched: 0 });
  });

  it('find the first event after which a condition holds, in one stream and in all', async () => {
    const where = ['--where', 'state.balance > 9007199254740993 and state.owner != "Ada"'];
    for (const scope of [[], ['--stream', 'account-1']]) {
      const { value, code } = await json('bisect', store, ...scope, ...where);
      expect(code).toBe(0);
      expect(value).toMatchObject({
        first: { ordinal: 2, streamRevision: '3', type: 'Renamed', partition: 'account-1', holds: true },
        total: 1,
        examined: 1,
        events: 3,
        ever: 1,
      });
    }
    const { out } = await run('bisect', store, ...where);
    expect(out).toContain('first holds after event #2, Renamed of account-1');
    expect((await run('bisect', store, '--where', 'state.owner == "Bob"')).out).toContain('never holds');
    const failing = await json(
      'bisect',
      store,
      '--projection',
      join(folder, 'sum.projection.js'),
      '--where',
      'state.seen > 1',
    );
    expect(failing).toMatchObject({ code: 1, value: { first: { ordinal: 1 }, failed: 1 } });
  });

  it('name the event behind each value', async () => {
    const { value } = await json('blame', store, '--stream', 'account-1');
    expect(value).toMatchObject({ partition: 'account-1', total: 2, returned: 2 });
    expect(value.leaves.map(({ path, ordinal, type }: Record<string, unknown>) => [path, ordinal, type])).toEqual([
      ['/owner', 2, 'Renamed'],
      ['/balance', 1, 'Deposited'],
    ]);
    expect((await run('blame', store, '--stream', 'account-1')).out).toContain('\\u001b[31mEve');
  });

  it('compare two projections over the same events', async () => {
    const code = (step: number) =>
      `export const initialState = () => ({ n: 0, lines: [] });
export const evolve = (state, event) => ({ n: state.n + ${step}, lines: [{ id: event.streamRevision * ${step} }, ...state.lines].slice(0, 2) });\n`;
    mkdirSync(join(folder, 'new'), { recursive: true });
    const [left, right] = [join(folder, 'count.projection.js'), join(folder, 'new', 'count.projection.js')];
    writeFileSync(left, code(1));
    writeFileSync(right, code(2));
    const { value } = await json(
      'diff',
      store,
      '--projection',
      left,
      '--other-projection',
      right,
      '--partition',
      'account-1',
    );
    expect(value.left).toMatchObject({ partition: 'account-1', reducer: 'count.projection.js', events: 3 });
    expect(value.changes[0]).toEqual({ path: '/n', change: 'changed', from: 3, to: 6, ordinal: 2 });
    const { changes } = (
      await json('diff', store, '--projection', left, '--partition', 'account-1', '--from', '#1', '--to', '#2')
    ).value;
    expect(changes.slice(1)).toEqual([
      { path: '/lines/1', place: '/lines/[id=1]', change: 'removed', from: { id: 1 }, to: null, ordinal: 2 },
      { path: '/lines/0', place: '/lines/[id=3]', change: 'added', from: null, to: { id: 3 }, ordinal: 2 },
    ]);
  });

  it('tell what changed and by which event', async () => {
    const { value } = await json('diff', store, '--stream', 'account-1', '--from', '#0', '--to', 'end');
    expect(value.changes).toHaveLength(2);
    expect(value.changes).toContainEqual({
      path: '/owner',
      change: 'changed',
      from: 'Ada',
      to: '\u001b[31mEve',
      ordinal: 2,
    });
  });

  it('tell the life of a value', async () => {
    const { value } = await json('history', store, '--stream', 'account-1', '--path', '/owner');
    expect(value.changes).toMatchObject([
      { ordinal: 0, streamRevision: '1', type: 'Opened', from: null, to: 'Ada', change: 'added' },
      { ordinal: 2, streamRevision: '3', type: 'Renamed', from: 'Ada' },
    ]);
  });
});

describe('what a projection prints', () => {
  it('comes with the state when asked for', async () => {
    const file = join(folder, 'loud.projection.js');
    writeFileSync(
      file,
      'export const initialState = () => 0;\nexport const evolve = (n, event) => { console.log(event.type, n); return n + 1; };\n',
    );
    const args = ['state', store, '--projection', file, '--partition', 'account-1', '--at', '#1'];
    expect((await json(...args)).value).not.toHaveProperty('trace');
    const { value } = await json(...args, '--trace');
    expect(value.trace).toEqual({
      events: 2,
      unkept: 0,
      lines: [
        { ordinal: 0, type: 'Opened', text: 'Opened 0' },
        { ordinal: 1, type: 'Deposited', text: 'Deposited 1' },
      ],
    });
    expect((await run(...args, '--trace')).out).toContain('  #1 Deposited: Deposited 1');
    rmSync(file);
  });
});

describe('snapshots', () => {
  const clinic = resolve('resources/samples/clinic/clinic.sqlite');
  const stream = '01d8c3cc5e3f4155abdb22cfde91f59b';
  it('are compared with a projection, and with the merge only as far as it goes', async () => {
    const { code, value } = await json(
      ...['snapshots', clinic, '--no-cache', '--projection', resolve('resources/samples/clinic/clinic.projection.js')],
      ...['--partition', stream],
    );
    expect(code).toBe(0);
    expect(value).toMatchObject({
      partition: stream,
      foundCount: 1,
      foundInStore: 110,
      own: { spacing: 100, count: 0 },
    });
    expect(value.found).toMatchObject([{ streamRevision: '5', ordinal: 558, verdict: 'equal' }]);
    const merged = await json('snapshots', clinic, '--no-cache', '--stream', stream);
    expect(merged.value.found[0].verdict).not.toBe('differs');
    const { out } = await run('snapshots', clinic, '--no-cache', '--stream', stream, '--snapshot-every', '2');
    expect(out).toContain('one every 2 events');
  });
});

describe('check', () => {
  it('ends with 0 on a whole log and with 1 on findings of severity error', async () => {
    expect((await json('check', store)).code).toBe(0);
    const { code, value } = await json('check', broken);
    expect(code).toBe(1);
    expect(value.findings.length).toBeGreaterThan(0);
    expect(value.checks.map(({ id }: { id: string }) => id)).toContain(value.findings[0].checkId);
  });
});

describe('schema and report', () => {
  it('print their objects', async () => {
    const { value } = await json('schema', store);
    expect(value.types.map(({ type }: { type: string }) => type).sort()).toEqual(['Deposited', 'Opened', 'Renamed']);
  });

  it('take versions from where they are told', async () => {
    const { value } = await json('schema', store, '--schema-version-from', 'inferred', '--type', 'Opened');
    expect(value).toMatchObject({
      versionsFrom: 'inferred',
      types: [{ type: 'Opened', versions: [{ schemaVersion: null }] }],
    });
    const wrong = await run('schema', store, '--schema-version-from', 'column');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('Versions cannot be taken from "column".');
  });

  it('export schemas, and never over the store', async () => {
    const types = await run('schema', store, '--as', 'typescript', '--type', 'Opened');
    expect(types.out).toContain('export interface Opened {');
    expect(await run('schema', store, '--as', 'json-schema', '--out', 'opened.json')).toMatchObject({ code: 0 });
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'opened.json'), 'utf8')).$defs)).toContain('Opened v1');
    expect((await run('schema', store, '--as', 'xml')).err).toContain('json-schema, markdown, typescript');
    expect((await run('schema', store, '--as', 'markdown', '--out', store)).code).toBe(2);
    expect((await run('schema', store, '--type', 'Nope')).err).toContain('No event has the type Nope.');
  });

  it('write the same bytes each time, as HTML and as JSON', async () => {
    for (const name of ['a.html', 'b.html', 'a.json', 'b.json']) {
      expect(await run('report', store, '--out', name)).toMatchObject({ code: 0, err: '' });
    }
    expect(readFileSync(join(folder, 'a.html'))).toEqual(readFileSync(join(folder, 'b.html')));
    expect(readFileSync(join(folder, 'a.json'))).toEqual(readFileSync(join(folder, 'b.json')));
  });

  it('folds the state of a stream with the projection that is given', async () => {
    const bank = resolve('resources/samples/bank');
    const projection = ['--projection', join(bank, 'bank.projection.js')];
    const { value } = await json('report', join(bank, 'bank.jsonl'), '--stream', 'account-1001', ...projection);
    expect(value.states[0]).toMatchObject({ streamId: 'account-1001', state: { balance: 120 }, failure: null });
  });

  it('never write into a folder that is the store', async () => {
    const parts = join(folder, 'parts');
    mkdirSync(parts);
    writeFileSync(join(parts, 'part-1.jsonl'), readFileSync(store));
    writeFileSync(join(parts, 'part-2.jsonl'), readFileSync(store, 'utf8').replaceAll('account-1', 'account-2'));
    const { code, err } = await run('report', parts, '--out', join(parts, 'report.html'));
    expect([code, err]).toEqual([2, expect.stringContaining('never written to')]);
    expect(readdirSync(parts)).toEqual(['part-1.jsonl', 'part-2.jsonl']);
    const { value } = await json('info', parts);
    expect(value).toMatchObject({ name: 'parts', events: 6, streams: 2, problems: 0 });
    const files = readdirSync(parts).map((name) => join(parts, name));
    const together = await json('info', ...files);
    expect(together.value).toMatchObject({ name: 'part-1.jsonl and 1 more', events: 6, sha256: value.sha256 });
    const report = await json('report', ...files);
    expect(report.value.reproduce[0].command).toContain(' part-1.jsonl part-2.jsonl --json');
  });

  it('never write to the store', async () => {
    const json = join(folder, 'store.json');
    writeFileSync(json, readFileSync(store));
    expect((await run('report', json, '--out', json)).code).toBe(2);
    expect(readFileSync(json)).toEqual(readFileSync(store));
    const link = join(folder, 'link.json');
    symlinkSync(json, link);
    expect((await run('report', json, '--out', link)).code).toBe(2);
    expect(readFileSync(json)).toEqual(readFileSync(store));
  });
});

describe('what cannot be', () => {
  it.each<[string, string[], string, RegExp]>([
    ['a missing file', ['info', 'missing.jsonl'], 'not-found', /missing\.jsonl/],
    ['what is no store', ['info', 'sum.projection.js'], 'not-a-store', /no event store/],
    ['no store', ['info'], 'bad-request', /Name a store/],
    ['a part that is not there', ['info', 'bank.jsonl', 'missing-2.jsonl'], 'not-found', /no file/],
    ['an unknown command', ['inof', 'a'], 'bad-request', /Did you mean "info"/],
    ['an unknown option', ['info', 'a', '--no-cahce'], 'bad-request', /Did you mean "--no-cache"/],
    ['an option of another command', ['info', 'a', '--where', 'x'], 'bad-request', /does not take it/],
    ['an option without its value', ['events', 'a', '--where'], 'bad-request', /--where QUERY/],
    ['no number', ['events', 'bank.jsonl', '--limit', 'ten'], 'bad-request', /--limit/],
    ['a point that is none', ['state', 'bank.jsonl', '--stream', 'account-1', '--at', 'soon'], 'bad-point', /soon/],
    ['an ordinal past the end', ['state', 'bank.jsonl', '--stream', 'account-1', '--at', '#9'], 'bad-point', /#9/],
    ['a stream that is not there', ['state', 'bank.jsonl', '--stream', 'nobody'], 'not-found', /nobody/],
    ['a state of nothing', ['state', 'bank.jsonl'], 'bad-request', /--stream/],
    ['a condition that is none', ['bisect', 'bank.jsonl', '--where', 'balance < 0'], 'bad-query', /Column 1.*balance/],
    [
      'a range of two states',
      ['diff', 'bank.jsonl', '--stream', 'account-1', '--other-stream', 'x', '--from', '#0'],
      'bad-request',
      /--at/,
    ],
    ['half a range', ['diff', 'bank.jsonl', '--stream', 'account-1', '--from', 'start'], 'bad-request', /--to/],
    ['a port that is none', ['serve', '--no-open', '--port', '70000'], 'bad-request', /65535/],
    ['a report of another kind', ['report', 'bank.jsonl', '--out', 'a.docx'], 'bad-request', /\.html or \.json/],
  ])('%s: exit code 2, an error as data, nothing on standard output', async (_name, args, code, message) => {
    const { code: exit, out, err } = await run(...args, '--json');
    expect([exit, out]).toEqual([2, '']);
    expect(JSON.parse(err).error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

it('says it in plain words to people', async () => {
  const { code, out, err } = await run('info', 'sum.projection.js');
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^eventloupe: "sum\.projection\.js" is no event store/);
  expect(err).toMatch(/^ {2}\w.*: /m); // Each format that was tried, and why it is not that.
});

describe('help', () => {
  it('lists every command, and is what no command gets, with exit code 2', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    for (const { name } of cliCommands) expect(help.out).toContain(`  ${name} `);
    expect(await run()).toEqual({ ...help, code: 2 });
  });

  it.each(cliCommands)('of $name has an example', (command) => {
    const lines = commandHelp(command);
    expect(lines[0]).toContain(`eventloupe ${command.name} `);
    const examples = lines.slice(lines.findIndex((line) => /^Examples?$/.test(line)) + 1);
    expect(examples[0]).toMatch(new RegExp(`^ {2}eventloupe ${command.name}`));
  });

  it('of one command is what --help after it prints', async () => {
    const { code, out } = await run('state', '--help');
    expect([code, out]).toEqual([0, `${commandHelp(cliCommands.find(({ name }) => name === 'state')!).join('\n')}\n`]);
  });

  it('prints the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

describe('when standard output takes no more', () => {
  const shell = (command: string, env: NodeJS.ProcessEnv = process.env) =>
    new Promise<Run>((done) => {
      execFile('sh', ['-c', command], { env }, (error, out, err) =>
        done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
      );
    });
  const eventsOf = (path: string): string => `"${process.execPath}" "${entry}" events "${path}" --limit 20000`;
  let many: string;

  beforeAll(() => {
    many = join(folder, 'many.jsonl');
    writeFileSync(
      many,
      Array.from({ length: 20_000 }, (_, i) => `{"streamId":"s-${i}","type":"T","data":{"i":${i}}}\n`).join(''),
    );
  });

  it('ends quietly, and leaves no private copy behind, where the reader stopped reading', async () => {
    const temp = join(folder, 'temp');
    mkdirSync(temp);
    writeFileSync(`${many}.gz`, gzipSync(readFileSync(many)));
    const command = `{ ${eventsOf(`${many}.gz`)} --json; echo "code $?" >&2; } | head -n 1`;
    const { out, err } = await shell(command, { ...process.env, TMPDIR: temp });
    expect([out, err]).toEqual(['{\n', 'code 0\n']);
    expect(readdirSync(temp)).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('says why and ends with 2 where the disk is full', async () => {
    const { code, err } = await shell(`${eventsOf(many)} --json > /dev/full`);
    expect(code).toBe(2);
    expect(JSON.parse(err).error.message).toMatch(/Standard output cannot be written/);
  });
});

it('ends when the port is taken', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const { code, err } = await run('serve', '--no-open', '--port', String(port));
  server.close();
  expect(code).toBe(2);
  expect(err).toContain(`Port ${port} cannot be used`);
});

describe('check in a pipeline', () => {
  it('fails for new findings only, against what it printed before', async () => {
    const before = await run('check', broken, '--json');
    expect(before.code).toBe(1);
    writeFileSync(join(folder, 'known.json'), before.out);
    const { code, value } = await json('check', broken, '--baseline', 'known.json');
    expect(code).toBe(0);
    expect(value.baseline).toEqual({ new: [], known: value.findings.map(({ id }: { id: string }) => id), gone: [] });
    const text = await run('check', store, '--baseline', 'known.json');
    expect(text.code).toBe(0);
    expect(text.out).toContain('Against the baseline: 1 new, 0 known, 1 gone.');
    const none = await run('check', broken, '--baseline', broken);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('is no baseline') });
  });

  it('prints SARIF and JUnit', async () => {
    const sarif = await run('check', broken, '--format', 'sarif');
    expect(sarif.code).toBe(1);
    expect(JSON.parse(sarif.out).runs[0].results[0]).toMatchObject({ ruleId: 'revision-gaps', level: 'error' });
    const junit = await run('check', broken, '--format', 'junit');
    expect(junit.code).toBe(1);
    expect(junit.out).toContain('<testsuite name="broken.jsonl"');
    expect(await run('check', broken, '--format', 'html')).toMatchObject({ code: 2 });
  });
});
