import { describe, expect, it, vi } from 'vitest';
import { IntegerColumn } from '../../../../../electron/worker/eventIndex/integerColumn.ts';
import type { StoreTraits } from '../../../../../electron/worker/formats/format.ts';
import { type CheckResults, checks, runChecks } from '../../../../../electron/worker/integrity/registry.ts';
import type { Finding, RowProblem } from '../../../../../shared/model/finding.ts';
import { eventLog, type TestEvent, type TestLog } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const traits: StoreTraits = {
  name: 'Test store',
  provenBy: '',
  firstRevision: 1,
  revisionLabel: 'version',
  globalGapsAreNormal: false,
};

const log = (events: readonly Partial<TestEvent>[]): TestLog =>
  eventLog(events.map((event) => ({ stream: 'order-1', type: 'Noted', ...event })));

async function findings(checkId: string, opened: TestLog, more: Partial<StoreTraits> = {}): Promise<Finding[]> {
  const report = await runChecks(opened, { ...traits, ...more }, scanContext());
  const found = report.findings.filter((finding) => finding.checkId === checkId);
  expect(report.checks.find(({ id }) => id === checkId)!.findings).toBe(found.length);
  return found;
}

/** A log in which nothing is wrong. */
const clean = () => {
  const { index, reader } = log([
    { stream: 'order-1', id: 'a', metadata: { prev_hash: '', hash: '1f' } },
    { stream: 'order-2', id: 'b', causationId: 'a', metadata: { prev_hash: '1f', hash: '2f' } },
    { stream: 'order-1', id: 'c', causationId: 'b', metadata: { prev_hash: '2f', hash: '3f' } },
  ]);
  const checkpoints = () => [{ consumer: 'mailer', globalPosition: 2n }];
  return {
    index,
    reader: { ...reader, checkpoints },
    modifiedMs: Date.parse('2026-02-01'),
    quickCheck: async () => [],
  };
};

describe('every check', () => {
  it('gives way where numbers of a large log are out of order', async () => {
    const opened = log(
      Array.from({ length: 30_000 }, (_, i) => ({
        stream: i % 3 === 0 ? `order-${i % 500}` : 'order-0',
        position: i ^ 0x1555,
        revision: i ^ 0x0aaa,
        at: new Date(Date.UTC(2026, 0, 1) + (i ^ 0x0f0f) * 1000).toISOString(),
      })),
    );
    const compared = vi.spyOn(IntegerColumn.prototype, 'isLarger');
    const read = vi.spyOn(IntegerColumn.prototype, 'number');
    let atOnce = 0;
    const breathe = (): undefined => {
      atOnce = Math.max(atOnce, compared.mock.calls.length + read.mock.calls.length);
      compared.mockClear();
      read.mockClear();
    };
    await runChecks(opened, traits, { ...scanContext(), breathe });
    breathe();
    expect(atOnce).toBeGreaterThan(0);
    expect(atOnce).toBeLessThan(60_000);
    vi.restoreAllMocks();
  });

  it('says what it examined and finds nothing in a clean log', async () => {
    const report = await runChecks(clean(), traits, scanContext());
    expect(report.findings).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
    for (const { examined, about, title } of report.checks) {
      expect([examined, about, title]).not.toContain('');
      expect(examined).not.toMatch(/^Nothing/);
    }
  });

  it('says why it could not run on a log that records nothing for it', async () => {
    const report = await runChecks(log([{ at: null, revision: null, position: null }]), traits, scanContext());
    expect(report.checks.filter(({ examined }) => examined.startsWith('Nothing:')).map(({ id }) => id)).toEqual([
      'revision-gaps',
      'stream-starts',
      'duplicate-revisions',
      'missing-global-positions',
      'duplicate-ids',
      'duplicate-ids-differ',
      'time-backwards',
      'future-events',
      'dangling-causation',
      'causation-cycles',
      'checkpoints-ahead',
      'damaged-pages',
      'hash-chain',
    ]);
  });

  it('gives the same findings with the same ids again', async () => {
    const broken = log([{ revision: 3 }, { revision: 3, at: '2020-01-01T00:00:00Z' }]);
    expect(await runChecks(broken, traits, scanContext())).toEqual(await runChecks(broken, traits, scanContext()));
  });
});

describe('revision-gaps', () => {
  it('names the stream, the missing range and the event behind the gap', async () => {
    const found = await findings(
      'revision-gaps',
      log([{ revision: 1 }, { stream: 'x' }, { revision: 4 }, { revision: 6 }]),
    );
    expect(found).toEqual([
      {
        id: 'revision-gaps:order-1:2',
        checkId: 'revision-gaps',
        severity: 'error',
        message: 'Stream order-1 lacks 2 events, version 2 to 3: the next one there is #2, version 4.',
        count: 2,
        ordinals: [2],
      },
      expect.objectContaining({ id: 'revision-gaps:order-1:5', count: 1, ordinals: [3] }),
    ]);
  });

  it('says what a gap did: which sum no longer adds up, and who has passed it', async () => {
    const account = (i: number): Partial<TestEvent>[] => {
      const stream = `account-${i}`;
      return [
        { stream, type: 'In', data: { amount: 100 + i } },
        { stream, type: 'Out', data: { amount: 7 * i } },
        { stream, type: 'Stated', data: { balance: 100 - 6 * i } },
      ];
    };
    const events = Array.from({ length: 6 }, (_, i) => account(i)).flat();
    const opened = log([
      ...events,
      { stream: 'account-x', type: 'In', revision: 1, data: { amount: 70 } },
      { stream: 'account-x', type: 'Stated', revision: 3, data: { balance: 30 } },
    ]);
    const checkpoints = () => [
      { consumer: 'mailer', globalPosition: 3n },
      { consumer: 'projector', globalPosition: 20n },
    ];
    expect(await findings('revision-gaps', { ...opened, reader: { ...opened.reader, checkpoints } })).toMatchObject([
      {
        evidence: [
          'Stated.balance at #19 is 40 less than the events of the stream add up to; in other streams it is In.amount − Out.amount (6 of 6 times).',
          'Consumers that have passed it without that event: projector.',
        ],
      },
    ]);
  });

  it('takes events out of order for what they are', async () => {
    expect(await findings('revision-gaps', log([{ revision: 2 }, { revision: 1 }]))).toHaveLength(0);
    expect(await findings('revision-gaps', log([{ revision: 4 }, { revision: 1 }]))).toMatchObject([
      { count: 2, ordinals: [0] },
    ]);
  });

  it('counts exactly where doubles do not', async () => {
    const big = 2n ** 53n;
    const events = [{ revision: big }, { revision: big + 1n }, { revision: big + 3n }];
    expect(await findings('revision-gaps', log(events))).toMatchObject([{ id: `revision-gaps:order-1:${big + 2n}` }]);
  });

  it('tells a hundred one by one and keeps the number of the others', async () => {
    const events = Array.from({ length: 824 }, (_, i) => ({ stream: `s-${i >> 1}`, revision: 1 + 3 * (i & 1) }));
    const found = await findings('revision-gaps', log(events));
    expect(found).toHaveLength(101);
    expect(found.at(-1)).toMatchObject({ message: 'And 312 more gaps.', count: 624, severity: 'error' });
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(824);
  });
});

describe('stream-starts', () => {
  const starting = (...revisions: number[]): TestLog =>
    log(revisions.map((revision, i) => ({ stream: `order-${i}`, revision })));

  it('knows where a stream begins from the format', async () => {
    expect(await findings('stream-starts', starting(1), { firstRevision: 1 })).toEqual([]);
    expect(await findings('stream-starts', starting(1, 3), { firstRevision: 0 })).toEqual([
      expect.objectContaining({ severity: 'error', count: 1, ordinals: [0] }),
      {
        id: 'stream-starts:order-1',
        checkId: 'stream-starts',
        severity: 'error',
        message: 'Stream order-1 begins with version 3 at #1: 3 events, version 0 to 2, are not there.',
        count: 3,
        ordinals: [1],
      },
    ]);
  });

  it('else from most streams', async () => {
    const most = [...Array.from({ length: 10 }, () => 0), 7];
    expect(await findings('stream-starts', starting(...most), { firstRevision: null })).toMatchObject([
      { severity: 'warning', count: 7, ordinals: [10] },
    ]);
    expect(await findings('stream-starts', starting(0, 7), { firstRevision: null })).toEqual([]);
  });
});

describe('duplicate-revisions', () => {
  it('names the stream, the number and the events', async () => {
    expect(
      await findings('duplicate-revisions', log([{ revision: 1 }, { revision: 2 }, { revision: 2 }])),
    ).toMatchObject([
      { severity: 'error', count: 2, ordinals: [1, 2], message: 'Stream order-1 has version 2 2 times: #1 and #2.' },
    ]);
  });
});

describe('duplicate-ids', () => {
  const events = [{ id: 'a' }, { id: 'b' }, { id: 'a' }, { id: 'b', data: { amount: 1 } }];

  it('names an event that is there twice, and one id of two events', async () => {
    expect(await findings('duplicate-ids', log(events))).toMatchObject([
      { severity: 'error', ordinals: [0, 2], message: 'Event a is there 2 times, with the same content: #0 and #2.' },
    ]);
    expect(await findings('duplicate-ids-differ', log(events))).toMatchObject([
      { severity: 'error', ordinals: [1, 3], message: 'Event id b belongs to 2 events that differ: #1 and #3.' },
    ]);
  });

  it('takes equal hashes of different ids for what they are', async () => {
    const opened = log([{ id: 'a' }, { id: 'b' }]);
    opened.index.columns.eventIdHash[1] = opened.index.columns.eventIdHash[0]!;
    expect(await findings('duplicate-ids', opened)).toEqual([]);
  });
});

describe('time-backwards', () => {
  it('warns within a stream and notes it across the log, with how much', async () => {
    const found = await findings(
      'time-backwards',
      log([
        { at: '2026-01-01T10:00:00Z' },
        { at: '2026-01-01T09:57:12Z' },
        { stream: 'other', at: '2026-01-01T09:59:00Z' },
        { at: '2026-01-01T10:01:00Z' },
      ]),
    );
    expect(found).toMatchObject([
      { severity: 'warning', ordinals: [1], message: 'In stream order-1 time goes back once, by 2 min 48 s at #1.' },
      {
        severity: 'notice',
        ordinals: [1, 2],
        message: 'Across the log 2 events are recorded earlier than one before, by up to 2 min 48 s at #1.',
      },
    ]);
  });

  it('suspects the clock of a source, however many events are early', async () => {
    const seconds = (at: number): string => new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString();
    const found = await findings(
      'time-backwards',
      log([
        { stream: 'order-1', at: seconds(1_000_000) },
        ...Array.from({ length: 150_000 }, (_, i) => ({ stream: 'user-1', at: seconds(i) })),
      ]),
    );
    expect(found).toMatchObject([
      { id: 'time-backwards:log', count: 150_000, ordinals: { length: 1000, 0: 1, 999: 1000 } },
      { id: 'time-backwards:clock:user', count: 150_000, ordinals: { length: 1000, 0: 1, 999: 1000 } },
    ]);
  });
});

describe('dangling-causation', () => {
  it('warns of a cause that is not in the log', async () => {
    const opened = log([
      { id: 'a' },
      { id: 'b', causationId: 'gone' },
      { id: 'c', causationId: 'a' },
      { causationId: 'gone' },
    ]);
    expect(await findings('dangling-causation', opened)).toMatchObject([
      {
        severity: 'warning',
        ordinals: [1, 3],
        message: '#1 and #3 name gone as cause, and no event of this log has that id.',
      },
    ]);
  });

  it('only notes causes that the writing library made up', async () => {
    const opened = log([
      { id: 'a', causationId: 'made-up-1' },
      { id: 'b', causationId: 'a' },
      { id: 'c', causationId: 'made-up-2' },
    ]);
    expect(await findings('dangling-causation', opened)).toMatchObject([
      { severity: 'notice', count: 2, ordinals: [0, 2] },
    ]);
  });

  it('only notes it where no cause at all is an event', async () => {
    const opened = log([{ id: 'a', causationId: 'command-1' }, { id: 'b', causationId: 'command-1' }, { id: 'c' }]);
    expect(await findings('dangling-causation', opened)).toMatchObject([{ severity: 'notice', count: 2 }]);
  });

  it('tells of many the first ones and how many', async () => {
    const opened = log(Array.from({ length: 1500 }, (_, i) => ({ id: `e-${i}`, causationId: `command-${i}` })));
    const [all] = await findings('dangling-causation', opened);
    expect(all).toMatchObject({ count: 1500, ordinals: { length: 1000 } });
    expect(all!.message).toContain('#0, #1, #2, #3, #4 and 1,495 more');
  });
});

describe('unreadable-rows', () => {
  it('names rows that gave no event and payloads that are no JSON', async () => {
    const opened = log([{ data: {} }, { text: '{"a":' }]);
    (opened.index.problems as RowProblem[]).push({
      place: 'line 17 (byte 4,211)',
      reason: 'It ends early.',
      ordinal: null,
    });
    (opened.index as { problemCount: number }).problemCount++;
    const found = await findings('unreadable-rows', opened);
    expect(found).toMatchObject([
      { severity: 'error', ordinals: [], count: 1, message: 'At line 17 (byte 4,211): It ends early.' },
      { severity: 'error', ordinals: [1], count: 1 },
    ]);
  });
});

describe('causation-cycles', () => {
  it('warns of events that name themselves, a later one, or each other', async () => {
    const opened = log([
      { id: 'a', causationId: 'c' },
      { id: 'b', causationId: 'a' },
      { id: 'c', causationId: 'b' },
      { id: 'd', causationId: 'd' },
      { id: 'e', causationId: 'f' },
      { id: 'f', causationId: 'a' },
    ]);
    expect((await findings('causation-cycles', opened)).map(({ message }) => message)).toEqual([
      '#3 names itself as its cause.',
      '#0, #1 and #2 name each other as causes in a circle.',
      'Event #4 names #5 as its cause, which comes later.',
    ]);
  });

  it('walks over a long chain once, however many of its causes come later', async () => {
    const length = 20_000;
    const opened = log(Array.from({ length }, (_, i) => ({ id: `e-${i}`, causationId: `e-${i + 1}` })));
    expect(await findings('causation-cycles', opened)).toHaveLength(101);
  });
});

describe('future-events', () => {
  it('warns of events that were recorded after the store was written', async () => {
    const written = Date.parse('2026-01-01T00:10:00Z');
    const opened = { ...log([{ at: '2026-01-01T00:10:30Z' }, { at: '2026-01-01T00:20:00Z' }]), modifiedMs: written };
    expect(await findings('future-events', opened)).toMatchObject([
      {
        severity: 'warning',
        ordinals: [1],
        message: '1 event is recorded after the store was last written, by up to 10 min at #1.',
      },
    ]);
  });
});

describe('odd-shapes', () => {
  const many = (odd: readonly Partial<TestEvent>[]): TestLog =>
    log([
      ...Array.from({ length: 60 }, (_, i) => ({ data: { id: i, note: i % 2 ? 'x' : null, lines: [{ sku: 'a' }] } })),
      ...odd,
    ]);

  it('says in what a payload is unlike nearly all others of its version', async () => {
    const opened = many([
      { data: { id: '7', note: 'x', extra: { deep: 1 } } },
      { data: { note: 'x', id: 9, lines: [] } },
    ]);
    expect(await findings('odd-shapes', opened)).toMatchObject([
      {
        severity: 'warning',
        count: 1,
        ordinals: [60],
        message: '1 of 62 payloads of Noted is unlike the others: id is text instead of a number, lines is missing.',
      },
    ]);
  });

  it('asks for a rule that nearly all follow, version by version', async () => {
    expect(await findings('odd-shapes', many([{ schemaVersion: '2', data: { other: true } }]))).toEqual([]);
    const mixed = log(Array.from({ length: 60 }, (_, i) => ({ data: i % 3 ? { a: 1 } : { b: 1 } })));
    expect(await findings('odd-shapes', mixed)).toEqual([]);
  });
});

describe('lossy-numbers', () => {
  it('names the field, and what becomes of its number', async () => {
    const opened = log([
      { text: '{"amount":12345678901234567890,"fine":[9007199254740993,0.1]}' },
      { text: '{"amount":12,"fine":[9007199254740993,9007199254740995]}' },
      { text: '{"amount":1e400}' },
    ]);
    expect(await findings('lossy-numbers', opened)).toMatchObject([
      {
        severity: 'warning',
        count: 2,
        ordinals: [0, 2],
        message:
          'amount of Noted holds numbers that lose digits as a double, in 2 events: 12345678901234567890 at #0 becomes 12345678901234567000.',
      },
      { count: 2, ordinals: [0, 1] },
    ]);
  });
});

describe('damaged-pages', () => {
  it('repeats what the database says of itself', async () => {
    const opened = { ...log([{}]), quickCheck: async () => ['Page 7: never used'] };
    expect(await findings('damaged-pages', opened)).toMatchObject([
      { severity: 'error', ordinals: [], count: 1, message: 'SQLite says: Page 7: never used' },
    ]);
  });
});

describe('checkpoints-ahead', () => {
  const withCheckpoint = (globalPosition: bigint, more = {}): TestLog => {
    const opened = log([{ position: 5 }, { position: 7 }]);
    const checkpoints = () => [{ consumer: 'mailer', globalPosition, ...more }];
    return { ...opened, reader: { ...opened.reader, checkpoints } };
  };

  it('names a consumer that has read what is not there', async () => {
    expect(await findings('checkpoints-ahead', withCheckpoint(7n))).toEqual([]);
    expect(await findings('checkpoints-ahead', withCheckpoint(8n))).toMatchObject([
      {
        severity: 'error',
        ordinals: [1],
        message: 'Consumer mailer has read up to position 8; the last event, #1, is at 7.',
      },
    ]);
    expect(await findings('checkpoints-ahead', withCheckpoint(8n, { ofAnotherStore: true }))).toEqual([]);
  });
});

describe('missing-global-positions', () => {
  it('warns of gaps where the format has none, and says that they are harmless where they are normal', async () => {
    const events = [{ position: 1 }, { position: 5 }, { position: 6 }];
    expect(await findings('missing-global-positions', log(events))).toMatchObject([
      {
        severity: 'warning',
        count: 3,
        ordinals: [1],
        message: 'Positions 2 to 4 are not there: the next event is #1 at 5.',
      },
    ]);
    expect(await findings('missing-global-positions', log(events), { globalGapsAreNormal: true })).toEqual([]);
  });

  it('tells a gap in which a stream lacks an event from one that a rolled back write has left', async () => {
    const events = [
      { position: 1, revision: 1 },
      { position: 2, stream: 'order-2', revision: 1 },
      { position: 4, revision: 3 },
      { position: 6, revision: 4 },
    ];
    const report = await runChecks(log(events), { ...traits, globalGapsAreNormal: true }, scanContext());
    expect(report.findings.filter(({ checkId }) => checkId === 'missing-global-positions')).toMatchObject([
      {
        severity: 'warning',
        ordinals: [2],
        message:
          'Position 3 is not there, and between the events around it stream order-1 lacks version 2: an event was removed here.',
      },
    ]);
    expect(report.checks.find(({ id }) => id === 'missing-global-positions')!.examined).toBe(
      '4 events with a global position; 1 gap is harmless: writes that were rolled back leave them in Test store',
    );
  });
});

describe('checks of columns', () => {
  it('come first, are not run again, and leave the others pending', async () => {
    const opened = log([{ revision: 1 }, { revision: 3, text: '{"broken' }]);
    const results: CheckResults = new Map();
    const first = await runChecks(opened, traits, scanContext(), { depth: 'columns', results });
    expect(first.pending).toBe(checks.filter(({ reads }) => reads === 'content').length);
    expect(first.findings.map(({ checkId }) => checkId)).toEqual(['revision-gaps']);
    const found = results.get('revision-gaps');
    const all = await runChecks(opened, traits, scanContext(), { results });
    expect(results.get('revision-gaps')).toBe(found);
    expect(all).toEqual(await runChecks(opened, traits, scanContext()));
    expect(all).not.toHaveProperty('pending');
  });
});
