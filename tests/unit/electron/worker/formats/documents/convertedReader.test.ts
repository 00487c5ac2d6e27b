import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../../../../electron/worker/eventIndex/indexBuilder.ts';
import { documentFormat } from '../../../../../../electron/worker/formats/documents/document.ts';
import type { EventWriter } from '../../../../../../electron/worker/formats/documents/eventWriter.ts';
import type { StoreReader } from '../../../../../../electron/worker/formats/format.ts';
import { parseJson, stringifyJson } from '../../../../../../shared/json.ts';
import { microsToIso } from '../../../../../../shared/time.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';
import { scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const head = { bytes: new Uint8Array(), whole: true, tables: null };
const path = join(scratch.folder, 'document');
const source = {
  path,
  name: 'document',
  readPath: path,
  bytes: 0,
  modifiedMs: 0,
  notes: [],
  originals: [],
  dispose: () => {},
};

/** A reader of what `convert` gives. */
async function readerOf(convert: (writer: EventWriter) => void): Promise<StoreReader> {
  const format = documentFormat({
    id: 'test',
    name: 'Test',
    provenBy: 'this test',
    firstRevision: 0,
    revisionLabel: 'number',
    globalGapsAreNormal: true,
    probe: () => ({ match: true }),
    convert: async (_source, _head, writer) => convert(writer),
  });
  return format.open(source, head, scanContext());
}

const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.isWellFormed());
const digits = fc.bigInt({ min: 0n, max: 2n ** 62n });

describe('a converted document', () => {
  it('is read back as it was written, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            stream: text,
            type: text,
            revision: digits,
            id: text,
            correlation: text,
            causation: text,
            actor: text,
            version: fc.constantFrom('1', '2.1'),
            micros: fc.integer({ min: 0, max: 4e15 }),
            data: fc.dictionary(text, fc.jsonValue()),
            metadata: fc.dictionary(text, fc.jsonValue()),
            space: fc.constantFrom(0, 2),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        async (events) => {
          const reader = await readerOf((writer) => {
            for (const { micros, revision, data, metadata, space, ...envelope } of events) {
              writer.event({
                ...envelope,
                revision: String(revision),
                time: microsToIso(micros)!,
                data: JSON.stringify(data, null, space),
                metadata: JSON.stringify(metadata, null, space),
              });
            }
          });
          const builder = new IndexBuilder();
          await reader.scan(builder, scanContext());
          const all = events.map((_, i) => i);
          const records = reader.readRecords(builder, all);
          for (const [i, event] of events.entries()) {
            const { columns, streams, types, schemaVersions } = builder;
            expect(streams.text(columns.stream[i]!)).toBe(event.stream);
            expect(types.text(columns.type[i]!)).toBe(event.type);
            expect(schemaVersions.text(columns.schemaVersion[i]!)).toBe(event.version);
            expect(columns.streamRevision.at(i)).toBe(event.revision);
            expect(columns.recordedAt[i]).toBe(event.micros);
            const { payload, metadata, eventId, correlationId, causationId, actor } = records[i]!;
            expect(payload.kind === 'json' && parseJson(payload.text)).toEqual(
              parseJson(stringifyJson(event.data as never)),
            );
            expect(parseJson(metadata!)).toEqual(parseJson(stringifyJson(event.metadata as never)));
            expect([eventId, correlationId, causationId, actor]).toEqual([
              event.id,
              event.correlation,
              event.causation,
              event.actor,
            ]);
          }
          expect(builder.problemCount).toBe(0);
          reader.close();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps snapshots, notes, what was left out and every problem, and counts more of these than it keeps', async () => {
    const reader = await readerOf((writer) => {
      writer.event({ stream: 's', type: 'T', data: '{}' });
      writer.snapshot({
        streamId: 's',
        streamRevision: '0',
        schemaVersion: null,
        state: { kind: 'json', text: '{"a":\n1}' },
      });
      writer.leaveOut('links');
      writer.leaveOut('links');
      writer.note('Once.');
      writer.note('Once.');
      for (let i = 0; i < 10_001; i++) writer.problem(`event ${i}`, 'It is bad.');
    });
    const builder = new IndexBuilder();
    await reader.scan(builder, scanContext());
    expect(reader.snapshotCount()).toBe(1);
    expect(reader.snapshots()).toEqual([
      { streamId: 's', streamRevision: '0', schemaVersion: null, state: { kind: 'json', text: '{"a":\n1}' } },
    ]);
    expect(reader.notes).toEqual(['Once.', 'Not shown: 2 links.']);
    expect([builder.problemCount, builder.problems.length]).toEqual([10_001, 10_000]);
    reader.close();
  });

  it('leaves nothing behind when it is closed, and when converting fails', async () => {
    let folder = '';
    const reader = await readerOf((writer) => {
      folder = dirname(writer.eventsPath);
    });
    expect(existsSync(folder)).toBe(true);
    reader.close();
    expect(existsSync(folder)).toBe(false);
    const failing = readerOf((writer) => {
      folder = dirname(writer.eventsPath);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(folder)).toBe(false);
  });
});
