import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScanContext } from '../../../../../electron/worker/formats/format.ts';
import { runChecks } from '../../../../../electron/worker/integrity/registry.ts';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { buildReport, type ReportParts } from '../../../../../electron/worker/report/buildReport.ts';
import { writeHtml } from '../../../../../electron/worker/report/writeHtml.ts';
import { writeJson } from '../../../../../electron/worker/report/writeJson.ts';
import { storeSchemas } from '../../../../../electron/worker/schema/schemas.ts';
import { Search } from '../../../../../electron/worker/search/search.ts';
import { typeCounts } from '../../../../../electron/worker/summaries/typeCounts.ts';
import type { ShownBookmark } from '../../../../../shared/model/bookmark.ts';
import type { LogPoint } from '../../../../../shared/model/event.ts';
import type { CheckReport } from '../../../../../shared/model/finding.ts';
import type { Report, ReportOptions } from '../../../../../shared/model/report.ts';
import { isoToMicros, microsToIso } from '../../../../../shared/time.ts';
import { toolVersion } from '../../../../../shared/toolVersion.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const options: ReportOptions = {
  title: 'Audit of accounts',
  query: '',
  from: 'start',
  to: 'end',
  streams: ['account-1'],
  include: { timeline: true, integrity: true, schema: true, consumers: true, events: true, bookmarks: true },
  eventLimit: 3,
};

const bookmark = (id: string, ordinal: number, note: string): ShownBookmark => ({
  id,
  place: { kind: 'event', ordinal },
  note,
  title: `#${ordinal}`,
  recordedAt: null,
});

async function partsOf(events: readonly TestEvent[]): Promise<ReportParts> {
  const log = eventLog(events);
  const { index } = log;
  const pointOf = (text: string): LogPoint | null => {
    const ordinal =
      text === 'start'
        ? 0
        : text === 'end'
          ? index.length - 1
          : text.startsWith('#')
            ? Number(text.slice(1))
            : index.ordinalAtTime(isoToMicros(text));
    return ordinal < 0 ? null : { ordinal, globalPosition: String(ordinal + 1), recordedAt: null };
  };
  const format = {
    name: 'Test store',
    provenBy: '',
    firstRevision: 1,
    revisionLabel: 'version',
    globalGapsAreNormal: false,
  } as const;
  return {
    log: { ...log, format, point: pointOf },
    names: ['accounts.jsonl'],
    bookmarks: [bookmark('b1', 0, '<script>alert(1)</script>'), bookmark('b2', 99, 'beyond the scope')],
    search: new Search(log),
    schema: (context: ScanContext) => storeSchemas(log, context),
    integrity: null as CheckReport | null,
    replay: new Replay(log),
    readBy: { mapping: null, encodings: [] },
    info: {
      format: 'test',
      formatName: 'Test store',
      name: 'accounts.jsonl',
      events: index.length,
      streams: index.streams.size,
      bytes: 1234,
      sha256: 'ab'.repeat(32),
      firstRecordedAt: microsToIso(index.firstTime),
      lastRecordedAt: microsToIso(index.lastTime),
      types: await typeCounts(index, null, scanContext()),
      snapshots: 0,
      checkpoints: [{ consumer: 'mail', globalPosition: '2', behind: 3, ordinal: 1, behindMicros: 3e6 }],
      deadLetters: 0,
      problems: 0,
      problemList: [],
      notes: [],
    },
  };
}

const account: TestEvent[] = [
  { stream: 'account-1', type: 'Opened', data: { owner: 'Zoë', balance: 0 } },
  { stream: 'account-1', type: 'Deposited', text: '{"balance":9007199254740993}' },
  { stream: 'account-2', type: 'Opened', data: { owner: 'Ann' } },
  { stream: 'account-1', type: 'Withdrawn', schemaVersion: '2', data: { balance: 70 } },
  { stream: 'account-1', type: 'Deposited', data: { balance: 120 } },
];

async function build(events: readonly TestEvent[], more: Partial<ReportOptions> = {}): Promise<Report> {
  const parts = await partsOf(events);
  const integrity = await runChecks(parts.log, parts.log.format, scanContext());
  return buildReport({ ...parts, integrity }, { ...options, ...more }, scanContext());
}

describe('buildReport', () => {
  it('counts what is in scope and says how many events it leaves out', async () => {
    const report = await build(account);
    expect(report.scope).toMatchObject({ fromOrdinal: 0, toOrdinal: 4, events: 5, streams: 2, types: 3 });
    expect(report.events.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2]);
    expect(report.eventsLeftOut).toBe(2);
    expect(report.timeline.reduce((sum, { events }) => sum + events, 0)).toBe(5);
    expect(report.integrity!.findings.map(({ checkId }) => checkId)).toEqual(['lossy-numbers']);
    expect(JSON.parse(report.states[0]!.state!)).toEqual({ owner: 'Zoë', balance: 120 });
  });

  it('says where a projection failed, with the last good state', async () => {
    const parts = await partsOf(account);
    const replay = parts.replay as Replay;
    await replay.addProjection(
      'strict.projection.js',
      `export const initialState = () => ({ seen: 0 });
       export const evolve = (state, event) => {
         if (event.type === 'Withdrawn') throw new Error('no <money> left');
         return { seen: state.seen + 1 };
       };`,
    );
    const report = await buildReport(parts, { ...options, reducer: 'strict.projection.js' }, scanContext());
    expect(report.states[0]).toMatchObject({ state: '{"seen":2}', changes: [], failure: { ordinal: 3 } });
    expect(writeHtml(report)).toContain('strict.projection.js failed at #3:</b> no &lt;money&gt; left');
  });

  it('has the bookmarks in scope, as text', async () => {
    const report = await build(account);
    expect(report.bookmarks.map(({ id }) => id)).toEqual(['b1']);
    expect(writeHtml(report)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const without = await build(account, { include: { ...options.include, bookmarks: false } });
    expect(without.bookmarks).toEqual([]);
    expect(writeHtml(without)).not.toContain('<h2>Bookmarks</h2>');
  });

  it('keeps to its range and query', async () => {
    const report = await build(account, { from: '#1', to: '#3', query: 'stream:account-1 or type:Nope' });
    expect(report.scope).toMatchObject({ fromOrdinal: 1, toOrdinal: 3, events: 2, streams: 1 });
    expect(report.states[0]!.changes).toMatchObject([{ path: '/balance', from: '0', to: '70', ordinal: 3 }]);
    expect(report.reproduce.map(({ command }) => command)).toContain(
      "npx eventloupe events accounts.jsonl --where '(stream:account-1 or type:Nope) #1..#3' --limit 1 --json",
    );
  });

  it('begins behind the last event before a time that lies between two', async () => {
    const { scope } = await build(account, { from: '2026-01-01T00:00:02.500Z' });
    expect(scope).toMatchObject({ fromOrdinal: 2, events: 3 });
  });

  it('refuses a scope that ends before it begins', async () => {
    await expect(build(account, { from: '#3', to: '#1' })).rejects.toMatchObject({ code: 'bad-point' });
  });

  it('is whole on a log without events', async () => {
    const report = await build([], { streams: [] });
    expect(report).toMatchObject({ timeline: [], events: [], states: [] });
    expect(report.scope.events).toBe(0);
    expect(writeHtml(report)).toContain('There is no event in scope');
  });

  it('names the version of the package', () => {
    const path = new URL('../../../../../package.json', import.meta.url);
    expect(toolVersion).toBe((JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version);
  });
});

describe('the written report', () => {
  it('has the same bytes for the same log and options', async () => {
    const [a, b] = [await build(account), await build(account)];
    expect(writeHtml(a)).toBe(writeHtml(b));
    expect(writeJson(a)).toBe(writeJson(b));
  });

  it('gives the counts and every digit back when it is read again', async () => {
    const text = writeJson(await build(account));
    const read = JSON.parse(text) as {
      scope: { events: number };
      source: { events: number };
      states: { state: unknown }[];
    };
    expect(read.scope.events).toBe(5);
    expect(read.source.events).toBe(5);
    expect(read.states[0]!.state).toEqual({ owner: 'Zoë', balance: 120 });
    expect(text).toContain('"balance": 9007199254740993');
  });

  it('runs nothing and loads nothing', async () => {
    const page = writeHtml(await build(account));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(script|iframe|object|embed|link|img|base|form|a)\b/i);
    expect(page).not.toMatch(/\s(on\w+|href|src)=/i);
    expect(page).not.toMatch(/url\(|@import|https?:/i);
  });

  it('keeps hostile text as text, wherever it stands', async () => {
    const evil = `</style></title><script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;javascript:alert(1)`;
    const unseen = 'a\u2028b\u202Ec\u0000d\uFEFF';
    const hostile: TestEvent[] = [
      { stream: evil, type: evil, schemaVersion: evil, id: evil, data: { [evil]: evil, unseen } },
      { stream: evil, type: evil, schemaVersion: '2', revision: 9, id: evil, data: { ['__proto__']: evil } },
      { stream: unseen, type: unseen, text: `{"x": ${evil}` },
    ];
    const parts = await partsOf(hostile);
    const info = {
      ...parts.info,
      name: evil,
      notes: [evil],
      checkpoints: [{ ...parts.info.checkpoints[0]!, consumer: evil }],
    };
    const report = await buildReport(
      { ...parts, info },
      { ...options, title: evil, streams: [evil, unseen], query: '', eventLimit: 10 },
      scanContext(),
    );
    const page = writeHtml(report);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page.match(/<\/title>/g)).toHaveLength(1);
    expect(page).not.toMatch(/[\u2028\u202e\0\ufeff]/);
    expect(page).toContain('a[U+2028]b[U+202E]c[U+0000]d[U+FEFF]');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    // Every attribute in the page is one of ours.
    const attributes = new Set(
      [...page.matchAll(/<\w+((?:\s+[\w-]+="[^"]*")*)\s*\/?>/g)].flatMap(([, all]) =>
        [...all!.matchAll(/([\w-]+)=/g)].map(([, name]) => name),
      ),
    );
    expect([...attributes].filter((name) => name!.startsWith('on'))).toEqual([]);
    const read = JSON.parse(writeJson(report)) as Report;
    expect(read.events.map(({ streamId }) => streamId)).toEqual([evil, evil, unseen]);
  });
});
