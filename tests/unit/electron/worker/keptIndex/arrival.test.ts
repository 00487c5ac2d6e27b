import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptIndexes } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { OpenedLog } from '../../../../../electron/worker/openedLog.ts';
import { timelineBuckets } from '../../../../../electron/worker/summaries/timeline.ts';
import type { TimelineRequest } from '../../../../../shared/model/timeline.ts';
import { headOf, withDamage } from '../../../../builders/keptFile.ts';
import { logContent, openOnce, settle } from '../../../../builders/logContent.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';

// What comes in behind the answer to opening a store from its kept index.

const scratch = scratchFolder();
let files = 0;

const lines = (count: number, timeOf = (i: number): number | null => i * 1000): string =>
  Array.from({ length: count }, (_, i) => {
    const time = timeOf(i);
    const recordedAt = time === null ? {} : { recordedAt: new Date(Date.UTC(2026, 0, 1) + time).toISOString() };
    const event = {
      streamId: `s-${i % 17}`,
      type: `T${i % 3}`,
      schemaVersion: `${i % 2}`,
      eventId: `e-${i}`,
      data: { i },
    };
    return `${JSON.stringify({ ...event, ...recordedAt })}\n`;
  }).join('');

/** A store with its kept index, and that file. */
async function keptStore(content = lines(300)) {
  const folder = mkdtempSync(join(scratch.folder, 'cache-'));
  const kept = new KeptIndexes({ folder, fewestEvents: 1 });
  const path = await settle(scratch.write(`log-${files++}.jsonl`, content));
  const { content: truth } = await openOnce(path, kept);
  const file = join(folder, readdirSync(folder)[0]!);
  const open = (): Promise<OpenedLog> =>
    OpenedLog.open(path, { signal: new AbortController().signal, report: () => {}, kept });
  return { path, file, truth, open };
}

const timeline: TimelineRequest = {
  axis: 'time',
  from: null,
  to: null,
  width: 40,
  columnWidth: 1,
  stackBy: 'schemaVersion',
  squeezeIdle: true,
  query: '',
};

const codeOf = (promise: Promise<unknown> | undefined): Promise<string> =>
  Promise.resolve(promise).then(
    () => 'no error',
    (error: { code?: string }) => String(error.code),
  );

describe('a log that opens from its kept index', () => {
  it('says of itself at once what it says later', async () => {
    const { open, truth } = await keptStore(`${lines(40)}nonsense\n`);
    const log = await open();
    const { indexedInMs: none, ...before } = log.summary();
    const { fingerprint } = log;
    expect([none, before.fromKeptIndex, before.complete]).toEqual([null, true, true]);
    expect(before).toMatchObject(truth.summary);
    await log.whole();
    const { indexedInMs, ...after } = log.summary();
    expect(after).toEqual(before);
    expect([typeof indexedInMs, log.whole(), log.times()]).toEqual(['number', undefined, undefined]);
    expect(log.fingerprint).toBe(fingerprint);
    log.close();
  });

  it('has the timeline of a scan before it has the rest', async () => {
    const time = fc.option(fc.nat(10_000_000), { freq: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(time, { minLength: 1, maxLength: 60 }), fc.boolean(), async (times, sorted) => {
        const given = sorted ? times.toSorted((a, b) => (a ?? 0) - (b ?? 0)) : times;
        const { path, open, truth } = await keptStore(lines(given.length, (i) => given[i]!));
        const log = await open();
        await log.times();
        const early = timelineBuckets(log.index, timeline, null);
        await log.whole();
        const scanned = await openLog(path);
        const wanted = timelineBuckets(scanned.index, timeline, null);
        expect(early).toEqual(wanted);
        expect(timelineBuckets(log.index, timeline, null)).toEqual(wanted);
        expect(await logContent(log)).toEqual(truth);
        for (const one of [log, scanned]) one.close();
      }),
      { numRuns: 15 },
    );
  });

  it('reads the store itself where any section is not what was written, and shows nothing of it', async () => {
    const { file, open, truth } = await keptStore(lines(300, (i) => (i === 7 ? 0 : i * 1000)));
    const good = readFileSync(file);
    const { sections } = headOf(good).head;
    expect(sections.map(({ name }) => name)).toContain('clock');
    for (const { name, bytes } of sections) {
      if (bytes === 0) continue;
      writeFileSync(file, withDamage(good, name));
      const log = await open();
      // A reader of a timeline, and one of all, at the same time.
      const early = log.times()!.then(() => timelineBuckets(log.index, timeline, null));
      await log.whole();
      const { notes, ...summary } = log.summary();
      expect([name, notes.at(-1)]).toEqual([
        name,
        'The index that was kept of this store was damaged: it was made anew.',
      ]);
      expect([name, summary.fromKeptIndex, summary.complete]).toEqual([name, false, true]);
      expect(await early).toEqual(timelineBuckets(log.index, timeline, null));
      const { summary: found, ...content } = await logContent(log);
      const { summary: wanted, ...rest } = truth;
      expect([name, content]).toEqual([name, rest]);
      expect({ ...found, notes: [] }).toEqual({ ...wanted, notes: [] });
      await log.kept;
      log.close();
      // What was made anew is kept for the next opening.
      const next = await open();
      await next.whole();
      expect([name, next.summary().fromKeptIndex]).toEqual([name, true]);
      next.close();
    }
  });

  it('says so where it is damaged and the store has gone', async () => {
    const { path, file, open } = await keptStore();
    writeFileSync(file, withDamage(readFileSync(file), 'column:place'));
    const log = await open();
    rmSync(path);
    await expect(log.whole()).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(
        /^The index that was kept of "log-\d+\.jsonl" is damaged, and the store cannot be /,
      ),
    });
    log.close();
  });

  it('lets go of everything when it is closed before, while or after it comes in', async () => {
    const { open } = await keptStore(lines(5000));
    const opened = (): number => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);
    const before = opened();
    for (let i = 0; i < 12; i++) {
      const log = await open();
      const waiting = i % 3 === 0 ? null : codeOf(log.whole());
      if (i % 3 === 2) await waiting;
      log.close();
      if (i % 3 === 0) expect(await codeOf(log.whole())).toBe('cancelled');
      if (i % 3 === 1) expect(await waiting).toBe('cancelled');
      if (i % 3 === 2) expect(await waiting).toBe('no error');
    }
    await expect.poll(opened).toBe(before);
  });
});
