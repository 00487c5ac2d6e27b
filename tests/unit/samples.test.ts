import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { OpenedLog } from '../../electron/worker/openedLog.ts';
import { Replay } from '../../electron/worker/replay/replay.ts';
import type { RecordedEvent } from '../../shared/model/event.ts';
import { isoToMicros } from '../../shared/time.ts';
import { samples } from '../scripts/samples/catalog.ts';
import { readRows } from '../scripts/samples/sqliteFile.ts';

const root = join(import.meta.dirname, '../../resources/samples');
const logs: OpenedLog[] = [];

afterEach(() => {
  for (const log of logs.splice(0)) log.close();
});

async function open(id: string): Promise<OpenedLog> {
  const sample = samples.find((s) => s.id === id)!;
  const log = await OpenedLog.open(join(root, sample.file), { signal: new AbortController().signal, report: () => {} });
  logs.push(log);
  return log;
}

function stream(log: OpenedLog, streamId: string): RecordedEvent[] {
  return log.events([...log.index.ordinalsOfStream(log.index.streams.numberOf(streamId))]);
}

const dataOf = (event: RecordedEvent): Record<string, unknown> =>
  JSON.parse(event.payload.kind === 'json' ? event.payload.text : 'null');

describe.each(samples)('$id', (sample) => {
  test('making it again gives what is committed', () => {
    const path = join(root, sample.file);
    if (sample.content.kind === 'lines') {
      const bytes = readFileSync(path);
      const text = (sample.content.packed ? gunzipSync(bytes) : bytes).toString('utf8');
      expect(text === `${sample.content.lines().join('\n')}\n`).toBe(true);
      return;
    }
    for (const table of sample.content.tables()) expect(readRows(path, table)).toEqual(table.rows);
  });

  test('opens whole, with as many events as the gallery says', async () => {
    const { samples: entries } = JSON.parse(readFileSync(join(root, 'samples.json'), 'utf8'));
    const entry = entries.find(({ id }: { id: string }) => id === sample.id);
    const summary = (await open(sample.id)).summary();
    expect(summary).toMatchObject({ events: entry.events, problems: 0, complete: true });
    expect(entry.format).toContain(summary.formatName);
    expect(entry.lookFor.length).toBeGreaterThan(20);
    expect(readFileSync(join(root, sample.id, `${sample.id}.projection.js`), 'utf8')).not.toBe('');
  });
});

describe('the stories', () => {
  test('bank: account-1001 is opened, gets 100, gives 30, gets 50', async () => {
    const events = stream(await open('bank'), 'account-1001');
    expect(events.map((e) => [e.type, dataOf(e).amount])).toEqual([
      ['AccountOpened', undefined],
      ['MoneyDeposited', 100],
      ['MoneyWithdrawn', 30],
      ['MoneyDeposited', 50],
    ]);
  });

  test('bank: account-1017 lost a withdrawal of 240', async () => {
    const events = stream(await open('bank'), 'account-1017');
    const revisions = events.map((e) => Number(e.streamRevision));
    expect(revisions.filter((revision, i) => i > 0 && revision !== revisions[i - 1]! + 1)).toHaveLength(1);
    const balance = events.reduce((sum, event) => {
      const amount = Number(dataOf(event).amount);
      if (event.type === 'MoneyDeposited') return sum + amount;
      return event.type === 'MoneyWithdrawn' ? sum - amount : sum;
    }, 0);
    const closed = events.at(-1)!;
    expect(closed.type).toBe('AccountClosed');
    expect(balance - Number(dataOf(closed).closingBalance)).toBeCloseTo(240, 6);
  });

  test('shop: the payment of O-7042 is missing, and what it caused is there', async () => {
    const log = await open('shop');
    const order = stream(log, 'order-O-7042');
    expect(order.map((e) => `${e.streamRevision} ${e.type}`)).toEqual([
      '1 OrderPlaced',
      '2 PaymentRequested',
      '4 CustomerComplained',
    ]);
    const all = log.events(Array.from({ length: log.index.length }, (_, ordinal) => ordinal));
    const ids = new Set(all.map((e) => e.eventId));
    const dangling = all.filter((e) => e.causationId !== null && !ids.has(e.causationId));
    expect(dangling.map((e) => [e.type, dataOf(e).orderId])).toContainEqual(['StockPicked', 'O-7042']);
    expect(new Set(dangling.map((e) => e.causationId)).size).toBe(1);
    expect(log.consumers().checkpoints.find((c) => c.consumer === 'shipping-notifier')!.behind).toBeGreaterThan(200);
  });

  test('shop: version 1 of OrderPlaced was still written after version 2 began', async () => {
    const log = await open('shop');
    const versions = log
      .events(Array.from({ length: log.index.length }, (_, ordinal) => ordinal))
      .filter((e) => e.type === 'OrderPlaced')
      .map((e) => e.schemaVersion);
    expect(versions.indexOf('2')).toBeGreaterThan(0);
    expect(versions.lastIndexOf('1')).toBeGreaterThan(versions.indexOf('2'));
  });

  test('rides: times go backwards for driver D-17 only, and one finish came twice under one id', async () => {
    const log = await open('rides');
    const drivers = new Set<unknown>();
    const ids = new Map<string, number>();
    for (let number = 0; number < log.index.streams.size; number++) {
      const events = log.events([...log.index.ordinalsOfStream(number)]);
      events.forEach((event, i) => {
        ids.set(event.eventId!, (ids.get(event.eventId!) ?? 0) + 1);
        const before = events[i - 1];
        if (before && isoToMicros(event.recordedAt!) < isoToMicros(before.recordedAt!))
          drivers.add(dataOf(event).driver);
      });
    }
    expect([...drivers]).toEqual(['D-17']);
    expect([...ids.values()].filter((count) => count > 1)).toEqual([2]);
  });

  test('clinic: three versions of Admitted, the second still written after the third began', async () => {
    const log = await open('clinic');
    const versions = log
      .events(Array.from({ length: log.index.length }, (_, ordinal) => ordinal))
      .filter((e) => e.type.endsWith('Admitted'))
      .map((e) => e.schemaVersion);
    expect(new Set(versions)).toEqual(new Set([null, '2', '3']));
    expect(versions.lastIndexOf('2')).toBeGreaterThan(versions.indexOf('3'));
    expect(log.reader.snapshotCount()).toBeGreaterThan(20);
    expect(log.consumers().checkpoints).toHaveLength(1);
  });

  test('analytics: totals turn into text under the same version, and a night is missing', async () => {
    const log = await open('analytics');
    const purchases: string[] = [];
    let longest = 0;
    const { recordedAt } = log.index.columns;
    for (let ordinal = 0; ordinal < log.index.length; ordinal++) {
      if (ordinal > 0) longest = Math.max(longest, recordedAt[ordinal]! - recordedAt[ordinal - 1]!);
      if (log.envelope(ordinal).type !== 'PurchaseCompleted') continue;
      const event = log.event(ordinal);
      purchases.push(`${event.schemaVersion} ${typeof dataOf(event).total}`);
    }
    expect([...new Set(purchases)]).toEqual(['1 number', '1 string']);
    expect(longest / 3_600e6).toBeGreaterThan(6);
  });
});

describe('the projection files', () => {
  const context = { signal: new AbortController().signal, breathe: () => undefined };

  /** The state at the end of the log, by a projection file of the sample. */
  async function stateOf(id: string, file: string, partition: string | null): Promise<Record<string, unknown>> {
    const log = await open(id);
    const replay = new Replay(log);
    try {
      const { id: reducer } = await replay.addProjection(file, readFileSync(join(root, id, file), 'utf8'));
      const at = await replay.stateAt({ reducer, partition }, log.index.length - 1, context);
      expect(at.failure).toBeNull();
      return JSON.parse(at.state!);
    } finally {
      replay.close();
    }
  }

  test('bank: 120 in account-1001; 240 too much in account-1017', async () => {
    const account = (id: string) => stateOf('bank', 'bank.projection.js', id);
    expect(await account('account-1001')).toMatchObject({ status: 'open', balance: 120 });
    expect(await account('account-1017')).toMatchObject({ status: 'closed', difference: 240 });
  });

  test('shop: O-7042 still waits for its payment, and no shelf goes below nothing', async () => {
    expect(await stateOf('shop', 'shop.projection.js', 'order-O-7042')).toMatchObject({ status: 'awaiting payment' });
    const stock = await stateOf('shop', 'stock-by-sku.projection.js', 'inventory-SKU-1042');
    expect(Number(stock.onShelf)).toBeGreaterThanOrEqual(0);
  });

  test('rides: one ride has two finishes', async () => {
    expect(await stateOf('rides', 'rides.projection.js', 'ride-R-20118')).toMatchObject({ finishes: 2 });
  });

  test('clinic: whatever version was recorded, the state has the newest shape', async () => {
    const log = await open('clinic');
    for (const version of [null, '2', '3']) {
      const admitted = log
        .events(Array.from({ length: log.index.length }, (_, ordinal) => ordinal))
        .find((e) => e.type.endsWith('Admitted') && e.schemaVersion === version)!;
      const state = await stateOf('clinic', 'clinic.projection.js', admitted.streamId);
      expect(state.name).toMatch(/^\S+ \S+/);
      expect(state).toHaveProperty('insurance');
      expect(state).toHaveProperty('triage');
    }
  });

  test('analytics: one state for the site, one per page', async () => {
    const site = await stateOf('analytics', 'analytics.projection.js', null);
    expect(Number(site.totalsAsText)).toBeGreaterThan(100);
    expect(Number(site.revenue)).toBeGreaterThan(10_000);
    const page = await stateOf('analytics', 'visits-by-page.projection.js', '/coffee');
    expect(Number(page.views)).toBeGreaterThan(1000);
  });
});
