// The fields of every version of a type, read from the payloads, and what changed between and within versions.
import { parseJson } from '../../../shared/json.ts';
import type { SchemaChange, SchemaReport, SchemaVersionStats, TypeSchema } from '../../../shared/model/schema.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { microsToIso } from '../../../shared/time.ts';
import { compareVersions } from '../../../shared/versionOrder.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { ReadBatch } from '../eventIndex/readBatch.ts';
import type { ScanContext } from '../formats/format.ts';
import { Shape } from './shape.ts';

interface VersionShape {
  readonly schemaVersion: string | null;
  readonly shape: Shape;
  events: number;
  firstTime: number;
  lastTime: number;
}

/** Shapes by type number and version number. */
type Shapes = Map<number, Map<number, VersionShape>>;

/**
 * Fields, versions, changes and drift of one type. A payload that is not JSON counts as an event without fields.
 * Throws `not-found` for a type that no event has.
 */
export async function schemaOfType(log: ReadableLog, type: string, context: ScanContext): Promise<TypeSchema> {
  const number = log.index.types.numberOf(type);
  if (number < 0) throw new InspectorError('not-found', `No event has the type ${type}.`);
  const shapes = await readShapes(log, number, context);
  return typeSchema(type, shapes.get(number) ?? new Map());
}

/** The schema of every type, most frequent types first. */
export async function schemaReport(log: ReadableLog, context: ScanContext): Promise<SchemaReport> {
  const shapes = await readShapes(log, null, context);
  const types = [...shapes].map(([type, versions]) => typeSchema(log.index.types.text(type), versions));
  return { types: types.sort((a, b) => b.events - a.events || (a.type < b.type ? -1 : 1)) };
}

async function readShapes(log: ReadableLog, type: number | null, context: ScanContext): Promise<Shapes> {
  const { index, reader } = log;
  const { length } = index;
  const shapes: Shapes = new Map();
  const batches = new ReadBatch();
  let batch: number[] = [];
  for (let i = 0; i < length; i++) {
    let isFull = i + 1 === length;
    if (type === null || index.columns.type[i] === type) {
      batch.push(i);
      isFull = batches.isFullWith(index, i) || isFull;
    }
    if (!isFull) continue;
    const payloads = reader.readPayloads(index, batch);
    for (const [k, ordinal] of batch.entries()) addEvent(shapes, index, ordinal, payloads[k]!);
    batch = [];
    batches.end();
    await context.breathe({ phase: 'read', done: i + 1, total: length, unit: 'events' });
  }
  return shapes;
}

function addEvent(shapes: Shapes, index: EventIndex, ordinal: number, payload: string | null): void {
  const type = index.columns.type[ordinal]!;
  const version = index.columns.schemaVersion[ordinal]!;
  let versions = shapes.get(type);
  if (!versions) {
    versions = new Map();
    shapes.set(type, versions);
  }
  let found = versions.get(version);
  if (!found) {
    const schemaVersion = version === 0 ? null : index.schemaVersions.text(version);
    found = { schemaVersion, shape: new Shape(), events: 0, firstTime: Number.NaN, lastTime: Number.NaN };
    versions.set(version, found);
  }
  found.events++;
  const time = index.columns.recordedAt[ordinal]!;
  if (!Number.isNaN(time)) {
    if (!(found.firstTime <= time)) found.firstTime = time;
    if (!(found.lastTime >= time)) found.lastTime = time;
  }
  if (payload === null) return;
  try {
    found.shape.add(ordinal, parseJson(payload));
  } catch (error) {
    // Not JSON after all: it has no fields, and the check for unreadable rows names it.
    if (!(error instanceof SyntaxError)) throw error;
  }
}

function typeSchema(type: string, shapes: ReadonlyMap<number, VersionShape>): TypeSchema {
  const found = [...shapes.values()].sort((a, b) => compareVersions(a.schemaVersion, b.schemaVersion));
  const versions = found.map(
    ({ schemaVersion, shape, events, firstTime, lastTime }): SchemaVersionStats => ({
      schemaVersion,
      events,
      firstRecordedAt: microsToIso(firstTime),
      lastRecordedAt: microsToIso(lastTime),
      fields: shape.fields(),
    }),
  );
  return {
    type,
    events: versions.reduce((sum, { events }) => sum + events, 0),
    versions,
    changes: versions.slice(1).map((version, i) => changeBetween(versions[i]!, version)),
    drift: found.flatMap(({ schemaVersion, shape }) => shape.drift(schemaVersion)),
  };
}

/** Fields added, removed and retyped from one version to the next; `null` beside another type is no change of type. */
function changeBetween(older: SchemaVersionStats, newer: SchemaVersionStats): SchemaChange {
  const before = new Map(older.fields.map((field) => [field.path, field.types]));
  const after = new Map(newer.fields.map((field) => [field.path, field.types]));
  const withoutNull = (types: readonly string[]): string => types.filter((type) => type !== 'null').join();
  return {
    from: older.schemaVersion,
    to: newer.schemaVersion,
    added: [...after.keys()].filter((path) => !before.has(path)),
    removed: [...before.keys()].filter((path) => !after.has(path)),
    retyped: [...after].flatMap(([path, to]) => {
      const from = before.get(path);
      return from && withoutNull(from) !== withoutNull(to) ? [{ path, from, to }] : [];
    }),
  };
}
