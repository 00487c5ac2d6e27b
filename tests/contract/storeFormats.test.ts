import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_POSITION } from '../../electron/worker/eventIndex/eventIndex.ts';
import { detect, formats } from '../../electron/worker/formats/registry.ts';
import { prepareSource } from '../../electron/worker/formats/source.ts';
import { runChecks } from '../../electron/worker/integrity/registry.ts';
import { KeptIndexes } from '../../electron/worker/keptIndex/keptIndexes.ts';
import { mappedFormat } from '../../electron/worker/mapping/mappedFormat.ts';
import { mappedFormatInfo } from '../../electron/worker/mapping/mappedTraits.ts';
import { MappingDesk } from '../../electron/worker/mapping/mappingDesk.ts';
import { RememberedMappings } from '../../electron/worker/mapping/rememberedMappings.ts';
import { OpenedLog } from '../../electron/worker/openedLog.ts';
import { type JsonObject, parseJson, stringifyJson } from '../../shared/json.ts';
import { parseMapping } from '../../shared/mappingText.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import { isoToMicros } from '../../shared/time.ts';
import { assertIndexIntegrity } from '../builders/indexIntegrity.ts';
import { openOnce, settle } from '../builders/logContent.ts';

// Every format passes this, with real files: whoever adds a format adds a folder of samples, and nothing here.

/** What an independent reader found in a sample; facts.json beside the samples holds them by file name. */
interface Facts {
  readonly events: number;
  readonly streams: number;
  readonly perType: Record<string, number>;
  readonly schemaVersions: Record<string, Record<string, number>>;
  readonly globalPosition?: { first: number | string; last: number | string; missing: number[] | string };
  /** `null` where no time is recorded. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly correlations?: { distinct: number; largest: { id: string; events: number } };
  readonly causation?: { withCause: number; causeFound: number };
  readonly entities?: Record<
    string,
    { events: number; lastRevision: string | number | null; lastType: string; mergedState: JsonObject }
  >;
  /** Positions; Axon's tokens as they are. */
  readonly checkpoints?: Record<string, string | number | { readonly index: number }>;
  /** How many, which (stream and revision), or how many of which version. */
  readonly snapshots?:
    | number
    | readonly (readonly [stream: string, revision: number])[]
    | { count: number; originators: number; stateVersions: Record<string, number> };
  /** By position and error, or by consumer, event id and error. */
  readonly deadLetters?: readonly (readonly [number, string] | readonly [string, string, string])[];
}

/** What an independent reader passed over, from the bytes themselves: up to where o.dat says that was acknowledged. */
const beyondFacts: Readonly<Record<string, Partial<Facts>>> = {
  'nats-2.9.10-bank': { checkpoints: { projector: 40 } },
};

const stores = join(import.meta.dirname, '../fixtures/stores');
const scratch = mkdtempSync(join(tmpdir(), 'contract-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const quiet = (mapping: Mapping | null = null) => ({ signal: new AbortController().signal, report: () => {}, mapping });
const scanContext = () => ({ signal: new AbortController().signal, breathe: () => undefined });

/** By what a sample is read that no format knows: it lies beside it. */
function mappingFor(format: string, name: string): Mapping | null {
  const file = join(stores, format, `${name}.mapping.json`);
  return existsSync(file) ? parseMapping(readFileSync(file, 'utf8')) : null;
}

function samplesOf(format: string): [string, Facts][] {
  const file = join(stores, format, 'facts.json');
  return existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Facts>) : [];
}

function fingerprint(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => {
      const { size, mtimeMs, mode } = statSync(join(folder, name));
      const digest = createHash('sha256').update(readFileSync(join(folder, name)));
      return `${name} ${size} ${mtimeMs} ${mode} ${digest.digest('hex')}`;
    });
}

/** A folder of its own for a sample, a file or a folder, under a meaningless name, with the -wal if it has one. */
function isolated(format: string, name: string): { folder: string; path: string } {
  const folder = mkdtempSync(join(scratch, 'store-'));
  const path = join(folder, 'x');
  for (const suffix of ['', '-wal']) {
    const from = join(stores, format, name) + suffix;
    if (existsSync(from)) cpSync(from, path + suffix, { recursive: true });
  }
  return { folder, path };
}

it('has no format twice', () => {
  expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
});

describe.each([...formats, mappedFormatInfo].map(({ id }) => id))('%s', (id) => {
  it('has samples, and says what wrote them', () => {
    expect(samplesOf(id).length).toBeGreaterThan(0);
    const readme = readFileSync(join(stores, id, 'README.md'), 'utf8');
    for (const [name] of samplesOf(id)) expect(readme).toContain(name);
  });

  describe.each(samplesOf(id))('%s', (name, facts) => {
    const mapping = mappingFor(id, name);
    const candidates = mapping === null ? formats : [...formats, mappedFormat(mapping)];

    it('is recognised by its content, and by this format alone', async () => {
      const { source, head } = await prepareSource(isolated(id, name).path, scanContext());
      try {
        expect(candidates.filter(({ probe }) => probe(head).match).map((f) => f.id)).toEqual([id]);
        expect(detect(head, candidates).format?.id).toBe(id);
      } finally {
        source.dispose();
      }
    });

    it('has the facts that an independent reader found', async () => {
      const log = await OpenedLog.open(isolated(id, name).path, quiet(mapping));
      try {
        assertIndexIntegrity(log.index);
        expect(log.index.problems).toEqual([]);
        checkCounts(log, facts);
        checkPositions(log, facts);
        checkReferences(log, facts);
        checkEntities(log, facts);
        checkConsumers(log, { ...facts, ...beyondFacts[name] });
        checkSnapshots(log, facts);
      } finally {
        log.close();
      }
    });

    it('is followed without touching or changing anything, or says why not', async () => {
      const { folder, path } = isolated(id, name);
      const before = fingerprint(folder);
      const log = await OpenedLog.open(path, quiet(mapping));
      try {
        const { length } = log.index;
        for (let look = 0; look < 3; look++) await log.grow(scanContext());
        if (log.live.state === 'following') expect(log.live).toMatchObject({ newEvents: 0, reason: null });
        else expect(log.live).toMatchObject({ state: 'unavailable', reason: expect.stringMatching(/\.$/) });
        expect(log.index.length).toBe(length);
        expect(log.index.problems).toEqual([]);
      } finally {
        log.close();
      }
      expect(fingerprint(folder)).toEqual(before);
    });

    it('leaves folder and file byte for byte as they were', async () => {
      const { folder, path } = isolated(id, name);
      const before = fingerprint(folder);
      const log = await OpenedLog.open(path, quiet(mapping));
      log.events(Array.from({ length: log.index.length }, (_, i) => i));
      log.consumers();
      log.store.snapshots();
      await log.info(scanContext());
      await runChecks(log, log.format, scanContext());
      log.close();
      const desk = new MappingDesk(new RememberedMappings({ read: () => null, write: () => undefined }));
      const grant = { ref: 'x', path, name: 'x' };
      // A folder of binary files has nothing to map.
      const inspected = await desk.inspect(grant, {}, scanContext()).catch(() => null);
      if (inspected?.mapping) await desk.preview(grant, inspected.mapping, scanContext());
      desk.close();
      expect(fingerprint(folder)).toEqual(before);
    });

    it('answers the same payloads one by one, all at once and in any order', async () => {
      const log = await OpenedLog.open(isolated(id, name).path, quiet(mapping));
      const all = Array.from({ length: log.index.length }, (_, i) => i);
      const records = log.reader.readRecords(log.index, all);
      const texts = records.map(({ payload }) => (payload.kind === 'json' ? payload.text : null));
      expect(log.reader.readPayloads(log.index, all)).toEqual(texts);
      expect(log.reader.readPayloads(log.index, all.toReversed())).toEqual(texts.toReversed());
      for (const i of [0, all.length >> 1, all.length - 1]) {
        expect(log.reader.readPayloads(log.index, [i])).toEqual([texts[i]]);
        expect(log.event(i)).toMatchObject(records[i]!);
      }
      for (const { metadata } of records) if (metadata !== null) expect(() => JSON.parse(metadata)).not.toThrow();
      log.close();
    });

    it('is the same from its kept index', async () => {
      const path = await settle(isolated(id, name).path);
      const kept = new KeptIndexes({ folder: mkdtempSync(join(scratch, 'cache-')), fewestEvents: 1 });
      const without = await openOnce(path, null, mapping);
      const first = await openOnce(path, kept, mapping);
      const second = await openOnce(path, kept, mapping);
      expect([first.fromKept, second.fromKept]).toEqual([false, true]);
      expect([first.note, second.note]).toEqual([null, null]);
      expect(first.content).toEqual(without.content);
      expect(second.content).toEqual(without.content);
    });

    it('can be read while it fills', async () => {
      const seen: number[] = [];
      let early: OpenedLog | undefined;
      const log = await OpenedLog.open(isolated(id, name).path, {
        mapping,
        signal: new AbortController().signal,
        onReady: (ready) => {
          early = ready;
          expect(ready.summary().complete).toBe(false);
        },
        report: () => {
          if (!early) return;
          const { length } = early.index;
          seen.push(length);
          if (length > 0) expect(early.event(length - 1).ordinal).toBe(length - 1);
          expect(early.point('end')?.ordinal ?? -1).toBe(length - 1);
        },
      });
      expect(early).toBe(log);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(log.summary()).toMatchObject({ complete: true, events: facts.events, format: id });
      log.close();
    });

    it('stops when cancelled', async () => {
      const abort = new AbortController();
      const opening = OpenedLog.open(isolated(id, name).path, {
        mapping,
        signal: abort.signal,
        onReady: () => abort.abort(),
        report: () => {},
      });
      await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
});

function checkCounts(log: OpenedLog, facts: Facts): void {
  const { index } = log;
  const perType: Record<string, number> = {};
  const versions: Record<string, Record<string, number>> = {};
  for (let i = 0; i < index.length; i++) {
    const { type, schemaVersion } = log.envelope(i);
    perType[type] = (perType[type] ?? 0) + 1;
    versions[type] ??= {};
    versions[type][schemaVersion ?? 'None'] = (versions[type][schemaVersion ?? 'None'] ?? 0) + 1;
  }
  expect(index.length).toBe(facts.events);
  expect(index.streams.size).toBe(facts.streams);
  expect(perType).toEqual(facts.perType);
  // The facts leave out types that have only version 1, or none.
  const telling = Object.entries(versions).filter(([, counts]) =>
    Object.keys(counts).some((version) => version !== 'None' && version !== '1'),
  );
  expect(Object.fromEntries(telling)).toEqual(facts.schemaVersions);
  expect(index.firstTime).toBe(microsOf(facts.firstTime));
  expect(index.lastTime).toBe(microsOf(facts.lastTime));
}

/** Bare numbers are milliseconds, or microseconds or nanoseconds where they have as many digits. */
const microsOf = (text: string | null): number => {
  if (text === null) return Number.NaN;
  if (/^\d{18,}$/.test(text)) return Number(BigInt(text) / 1000n);
  return /^\d+$/.test(text) ? Number(text) * (text.length > 14 ? 1 : 1000) : isoToMicros(text);
};

function checkPositions(log: OpenedLog, { globalPosition }: Facts): void {
  const positions = Array.from({ length: log.index.length }, (_, i) => log.index.columns.globalPosition.at(i));
  if (globalPosition === undefined) {
    expect(new Set(positions)).toEqual(new Set([NO_POSITION]));
    return;
  }
  expect(positions[0]).toBe(BigInt(globalPosition.first));
  expect(positions.at(-1)).toBe(BigInt(globalPosition.last));
  if (typeof globalPosition.missing === 'string') return;
  const there = new Set(positions);
  const missing: number[] = [];
  for (let p = positions[0]!; p <= positions.at(-1)!; p++) if (!there.has(p)) missing.push(Number(p));
  expect(missing).toEqual(globalPosition.missing);
}

function checkReferences(log: OpenedLog, facts: Facts): void {
  const events = log.events(Array.from({ length: log.index.length }, (_, i) => i));
  if (facts.correlations) {
    const sizes = new Map<string, number>();
    for (const { correlationId } of events) {
      if (correlationId !== null) sizes.set(correlationId, (sizes.get(correlationId) ?? 0) + 1);
    }
    const { distinct, largest } = facts.correlations;
    expect(sizes.size).toBe(distinct);
    expect(sizes.get(largest.id)).toBe(largest.events);
    expect(Math.max(...sizes.values())).toBe(largest.events);
  }
  if (facts.causation) {
    const ids = new Set(events.map(({ eventId }) => eventId));
    const causes = events.filter(({ causationId }) => causationId !== null);
    expect(causes.length).toBe(facts.causation.withCause);
    expect(causes.filter(({ causationId }) => ids.has(causationId)).length).toBe(facts.causation.causeFound);
  }
}

function checkEntities(log: OpenedLog, { entities = {} }: Facts): void {
  for (const [stream, expected] of Object.entries(entities)) {
    const ordinals = log.index.ordinalsOfStream(log.index.streams.numberOf(stream));
    expect(ordinals.length).toBe(expected.events);
    const last = log.envelope(ordinals.at(-1)!);
    expect(last.type).toBe(expected.lastType);
    expect(last.streamRevision).toBe(expected.lastRevision === null ? null : String(expected.lastRevision));
    const state: JsonObject = {};
    for (const text of log.reader.readPayloads(log.index, ordinals)) {
      if (text !== null) Object.assign(state, parseJson(text));
    }
    // A reader that could not decode the payloads left the state empty.
    if (Object.keys(expected.mergedState).length > 0) {
      expect(JSON.parse(stringifyJson(state))).toEqual(expected.mergedState);
    }
  }
}

function checkConsumers(log: OpenedLog, { checkpoints = {}, deadLetters = [] }: Facts): void {
  const found = log.consumers().checkpoints.map(({ consumer, globalPosition }) => [consumer, globalPosition]);
  const expected = Object.entries(checkpoints).map(([consumer, at]) => [
    consumer,
    String(BigInt(typeof at === 'object' ? at.index : at)),
  ]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  const letters = log.consumers().deadLetters;
  expect(letters.length).toBe(deadLetters.length);
  for (const [first, second, third] of deadLetters) {
    const error = expect.stringContaining(third ?? second);
    if (third === undefined)
      expect(letters).toContainEqual(expect.objectContaining({ globalPosition: String(first), error }));
    else {
      const events = letters.map(({ ordinal }) => (ordinal === null ? null : log.event(ordinal).eventId));
      expect(letters[events.indexOf(second)]).toMatchObject({ consumer: first, error });
    }
  }
}

function checkSnapshots(log: OpenedLog, { snapshots }: Facts): void {
  const found = log.store.snapshots();
  expect(log.store.snapshotCount()).toBe(found.length);
  if (snapshots === undefined || typeof snapshots === 'number') {
    expect(found.length).toBe(snapshots ?? 0);
    return;
  }
  if (!('count' in snapshots)) {
    const kept = found.map(({ streamId, streamRevision }) => [streamId, Number(streamRevision)]);
    expect(kept.toSorted()).toEqual(snapshots.toSorted());
    return;
  }
  expect(found.length).toBe(snapshots.count);
  expect(new Set(found.map(({ streamId }) => streamId)).size).toBe(snapshots.originators);
  const versions: Record<string, number> = {};
  for (const { schemaVersion } of found) {
    versions[schemaVersion ?? 'None'] = (versions[schemaVersion ?? 'None'] ?? 0) + 1;
  }
  expect(versions).toEqual(snapshots.stateVersions);
}
