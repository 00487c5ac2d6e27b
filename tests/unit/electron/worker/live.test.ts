import { appendFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpenedLog } from '../../../../electron/worker/openedLog.ts';
import { Search } from '../../../../electron/worker/search/search.ts';
import { facets } from '../../../../electron/worker/summaries/facets.ts';
import { scanContext } from '../../../builders/scanContext.ts';
import { scratchFolder } from '../../../builders/scratch.ts';

const { folder } = scratchFolder();

const at = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();
const line = (n: number, stream = `account-${n % 3}`): string =>
  JSON.stringify({ stream, type: n % 2 ? 'Paid' : 'Opened', time: at(n), data: { n, text: 'grün' } });

const openAt = (path: string): Promise<OpenedLog> =>
  OpenedLog.open(path, { signal: new AbortController().signal, report: () => {} });

async function opened(content: string | Buffer): Promise<{ path: string; log: OpenedLog }> {
  const path = join(folder, 'log.jsonl');
  rmSync(path, { force: true });
  writeFileSync(path, content);
  const log = await openAt(path);
  await log.grow(scanContext());
  return { path, log };
}

/** Everything that an index holds, in a form that can be compared. */
function whole({ index, reader, store, ...log }: OpenedLog) {
  const { columns: c, length } = index;
  const ordinals = Array.from({ length }, (_, i) => i);
  return {
    events: ordinals.map((i) => [
      index.streams.text(c.stream[i]!),
      index.types.text(c.type[i]!),
      c.recordedAt[i],
      c.place.at(i),
      c.placeLength[i],
      index.clock[i],
    ]),
    payloads: reader.readPayloads(index, ordinals),
    streams: index.streams.all.map((_, s) => [...index.ordinalsOfStream(s)]),
    problems: index.problems,
    problemCount: index.problemCount,
    notes: store.notes,
    bytes: log.bytes,
  };
}

test('appended lines are in the index, and what was asked before is answered anew', async () => {
  const { path, log } = await opened(`${line(0)}\n${line(1)}\n`);
  const search = new Search(log);
  expect((await search.find('account-2', scanContext())).matched).toBe(0);
  appendFileSync(path, `${line(2)}\r\n${line(5)}\n`);
  await log.grow(scanContext());
  expect(log.index).toMatchObject({ length: 4, complete: true });
  expect(log.live).toEqual({ state: 'following', newEvents: 2, reason: null });
  expect((await search.find('stream:account-2', scanContext())).matched).toBe(2);
  expect((await search.find('data.n:5', scanContext())).matched).toBe(1);
  expect(await facets(log.index, null, scanContext())).toMatchObject({ events: 4, streams: 3 });
  expect(log.event(3).payload).toMatchObject({ kind: 'json', text: '{"n":5,"text":"grün"}' });
  log.close();
});

test('half a line waits for its end', async () => {
  const { path, log } = await opened(`${line(0)}\n`);
  appendFileSync(path, line(1).slice(0, 20));
  await log.grow(scanContext());
  expect(log.index).toMatchObject({ length: 1, problemCount: 0 });
  appendFileSync(path, `${line(1).slice(20)}\n`);
  await log.grow(scanContext());
  expect(log.index).toMatchObject({ length: 2, problemCount: 0 });
  log.close();
});

test('a last line without line break is read once', async () => {
  const { path, log } = await opened(`${line(0)}\n${line(1)}`);
  expect(log.index.length).toBe(2);
  appendFileSync(path, `\r\n${line(2)}\n`);
  await log.grow(scanContext());
  expect(log.index.length).toBe(3);
  log.close();
});

test('an event that is written on stops Live', async () => {
  const { path, log } = await opened(`${line(0)}\n${line(1)}`);
  appendFileSync(path, ' more\n');
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'stopped', reason: expect.stringContaining('written on') });
  log.close();
});

function replace(path: string): void {
  renameSync(path, `${path}.1`);
  writeFileSync(path, line(7));
}

test.each<[string, (path: string) => void, string, boolean]>([
  ['cut off', (path) => truncateSync(path, 10), 'shorter', false],
  ['removed', (path) => rmSync(path), 'moved or removed', true],
  ['replaced', replace, 'Another file', true],
  ['rewritten', (path) => writeFileSync(path, `${line(7)}\n${line(8)}\n${line(9)}\n`), 'rewritten', false],
])('a file that was %s stops Live, and no record of another content is shown', async (_, change, reason, readable) => {
  const { path, log } = await opened(`${line(0)}\n${line(1)}\n`);
  change(path);
  await log.grow(scanContext());
  expect(log.live).toMatchObject({ state: 'stopped', reason: expect.stringContaining(reason) });
  expect(log.index.length).toBe(2);
  if (readable) expect(log.event(0).payload).toMatchObject({ text: '{"n":0,"text":"grün"}' });
  else expect(() => log.event(0)).toThrow(reason);
  log.close();
});

test('any split of a file into appends gives the index of the whole file', async () => {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.nat(40).map((n) => line(n)) },
    fc.constantFrom('', '  ', 'no json', '{"type":', '[1]', '{"stream":"s"}'),
  );
  const breaks = fc.constantFrom('\n', '\r\n');
  const files = fc
    .tuple(fc.array(fc.tuple(piece, breaks), { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 8 }))
    .map(([pieces, cuts]) => {
      const head = `${line(1)}\n${line(2)}\n${line(3)}\n`;
      const bytes = Buffer.from(head + pieces.map(([text, end]) => text + end).join(''));
      const from = Buffer.byteLength(head);
      const places = cuts.map((cut) => from + (cut % (bytes.length - from + 1))).sort((a, b) => a - b);
      return { bytes, places: [...places, bytes.length] };
    });
  const path = join(folder, 'split.jsonl');
  await fc.assert(
    fc.asyncProperty(files, async ({ bytes, places }) => {
      rmSync(path, { force: true });
      let written = places[0]!;
      writeFileSync(path, bytes.subarray(0, written));
      const grown = await openAt(path);
      await grown.grow(scanContext());
      for (const place of places) {
        appendFileSync(path, bytes.subarray(written, place));
        written = place;
        await grown.grow(scanContext());
      }
      expect(statSync(path).size).toBe(bytes.length);
      const fresh = await openAt(path);
      try {
        expect(grown.live.state).toBe('following');
        expect(whole(grown)).toEqual(whole(fresh));
      } finally {
        grown.close();
        fresh.close();
      }
    }),
    { numRuns: 60 },
  );
});
