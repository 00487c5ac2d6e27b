import { createHash } from 'node:crypto';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OpenedLog } from '../../../../electron/worker/openedLog.ts';
import { scanContext } from '../../../builders/scanContext.ts';
import { openLog, scratchFolder } from '../../../builders/scratch.ts';

const scratch = scratchFolder();
const stores = join(import.meta.dirname, '../../../fixtures/stores');
const bank = join(stores, 'emmett-sqlite/emmett-0.42.4-bank.sqlite');
const clinic = join(stores, 'py-eventsourcing-sqlite/eventsourcing-9.3dev-clinic.sqlite');

describe('an opened log', () => {
  it('tells what it is, without hashing and with', async () => {
    const log = await openLog(bank);
    expect(log.summary()).toMatchObject({
      format: 'emmett-sqlite',
      formatName: 'Emmett SQLite',
      name: 'emmett-0.42.4-bank.sqlite',
      events: 471,
      streams: 106,
      bytes: 274432,
      firstRecordedAt: '2026-01-05T15:21:05.000Z',
      lastRecordedAt: '2026-01-09T09:56:45.000Z',
      complete: true,
      problems: 0,
      revisionLabel: 'stream position',
    });
    const info = await log.info(scanContext());
    expect(info.sha256).toBe(createHash('sha256').update(readFileSync(bank)).digest('hex'));
    expect(info.types[0]).toEqual({
      type: 'MoneyDeposited',
      events: 168,
      versions: [{ schemaVersion: null, events: 168 }],
    });
    expect(info.types.find(({ type }) => type === 'AccountOpened.v2')?.versions).toEqual([
      { schemaVersion: '2', events: 15 },
    ]);
    expect(info.checkpoints).toMatchObject([{ consumer: 'read-model-projector', globalPosition: '100', behind: 371 }]);
    log.close();
  });

  it('counts the snapshots of the store', async () => {
    const log = await openLog(clinic);
    expect((await log.info(scanContext())).snapshots).toBe(52);
    const [first] = log.store.snapshots();
    expect(first!.state).toMatchObject({ kind: 'json', text: expect.stringContaining('"status":"admitted"') });
    log.close();
  });

  it('says which event does not exist', async () => {
    const log = await openLog(bank);
    for (const ordinal of [471, -1, 0.5]) {
      expect(() => log.event(ordinal)).toThrow(expect.objectContaining({ code: 'not-found' }));
      expect(() => log.envelope(ordinal)).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
    expect(log.events([])).toEqual([]);
    log.close();
    log.close();
  });

  it('shows what its dialect says of its conventions', async () => {
    const log = await openLog(join(stores, 'json-lines/messagedb-1.3.0-bank.row_to_json.jsonl'));
    expect(log.format).toMatchObject({ id: 'json-lines', name: 'message-db JSON Lines', firstRevision: 0 });
    log.close();
  });

  it('reports progress in numbers and lets itself be cancelled in the middle', async () => {
    const line = '{"streamId":"s","type":"T","data":{}}\n';
    const path = scratch.write('long.jsonl', line.repeat(200_000));
    const abort = new AbortController();
    const events: number[] = [];
    let filling: OpenedLog | undefined;
    const opening = OpenedLog.open(path, {
      signal: abort.signal,
      onReady: (log) => {
        filling = log;
      },
      report: (progress) => {
        if (progress.phase !== 'index') return;
        events.push(progress.events!);
        expect(progress.total).toBe(line.length * 200_000);
        abort.abort();
      },
    });
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(events).toHaveLength(1);
    expect(events[0]).toBeLessThan(200_000);
    expect(filling!.index.complete).toBe(false);
    expect(() => filling!.event(0)).toThrow(expect.objectContaining({ code: 'not-open' }));
  });

  it('calls nothing new while it reads what was there', async () => {
    const path = scratch.write('filling.jsonl', '{"streamId":"s","type":"T","data":{}}\n'.repeat(200_000));
    const seen: number[] = [];
    let filling: OpenedLog | undefined;
    const log = await OpenedLog.open(path, {
      signal: new AbortController().signal,
      onReady: (opened) => {
        filling = opened;
      },
      report: () => {
        if (filling && filling.index.length > 0) seen.push(filling.live.newEvents);
      },
    });
    expect([...new Set([...seen, log.live.newEvents])]).toEqual([0]);
    expect(seen.length).toBeGreaterThan(0);
    log.close();
  });

  it('says so when the file was changed after it was opened', async () => {
    const line = (i: number): string => `{"streamId":"s","type":"T","data":{"i":${i}}}\n`;
    const path = scratch.write('changed.jsonl', line(10) + line(11));
    const log = await openLog(path);
    const told = expect.stringContaining('changed after it was opened');
    expect((await log.info(scanContext())).notes).not.toContainEqual(told);
    writeFileSync(path, line(123_456));
    utimesSync(path, 1, 1);
    expect(() => log.event(1)).toThrow(expect.objectContaining({ code: 'unreadable', message: told }));
    expect((await log.info(scanContext())).notes).toContainEqual(told);
    log.close();
  });

  it('is not opened when nothing in it can be read', async () => {
    const path = scratch.write('broken.jsonl', '{"streamId":"s","data":{},"type":7}\n'.repeat(3));
    await expect(openLog(path)).rejects.toMatchObject({ code: 'not-a-store' });
  });
});
