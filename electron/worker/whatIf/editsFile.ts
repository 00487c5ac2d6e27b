import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../shared/json.ts';
import type { BranchEdit, ScratchEvent } from '../../../shared/model/branch.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';

// Edits as a file: JSON Lines, a JSON array, or an object with `edits`. One edit each:
//   {"drop":"#12"}
//   {"edit":"#12","payload":{…}}                          also "type", "streamId", "schemaVersion", "metadata"
//   {"insert":{"type":"…","payload":{…}},"after":"#12"}   also "streamId", "schemaVersion", "metadata"; or "before"
//   {"move":"#12","after":"#20"}                          or "before"
// Points are written as everywhere: #N, a global position, an ISO time, start or end.

const verbs = ['drop', 'edit', 'insert', 'move'] as const;
const members: Readonly<Record<(typeof verbs)[number], readonly string[]>> = {
  drop: [],
  edit: ['payload', 'type', 'streamId', 'schemaVersion', 'metadata'],
  insert: ['after', 'before'],
  move: ['after', 'before'],
};
const eventMembers = ['type', 'streamId', 'payload', 'schemaVersion', 'metadata'];

interface EditsContext {
  /** The event that a written point stands for; -1 before the first. Throws `bad-point`. */
  resolve(point: string): Ordinal;
  /** The stream of inserted events that name none. */
  readonly stream: string | null;
}

/** The edits of a file. Throws `bad-request` with the place of the first that is none. */
export function parseEdits(text: string, context: EditsContext): BranchEdit[] {
  return recordsOf(text).map(({ value, place }) => {
    try {
      return editOf(value, context);
    } catch (error) {
      if (!(error instanceof InspectorError)) throw error;
      throw new InspectorError('bad-request', `${place} of the edits: ${error.message}`, {
        advice: 'Edits look like {"drop":"#12"}, {"edit":"#12","payload":{}}, {"move":"#12","after":"#20"}.',
      });
    }
  });
}

/** Edits as JSON Lines that `parseEdits` reads again. */
export const writeEdits = (edits: readonly BranchEdit[]): string =>
  edits.map((edit) => `${stringifyJson(editValue(edit))}\n`).join('');

/** One edit as it stands in a file. */
export function editValue(edit: BranchEdit): JsonObject {
  switch (edit.kind) {
    case 'drop':
      return { drop: `#${edit.ordinal}` };
    case 'edit':
      return { edit: `#${edit.ordinal}`, ...eventValue(edit.event) };
    case 'insert':
      return { insert: eventValue(edit.event), ...placeValue(edit.after) };
    case 'move':
      return { move: `#${edit.ordinal}`, ...placeValue(edit.after) };
  }
}

const placeValue = (after: Ordinal): JsonObject => (after < 0 ? { before: '#0' } : { after: `#${after}` });

function eventValue(event: Partial<ScratchEvent>): JsonObject {
  const value: JsonObject = {};
  if (event.streamId !== undefined) value.streamId = event.streamId;
  if (event.type !== undefined) value.type = event.type;
  if (event.schemaVersion !== undefined) value.schemaVersion = event.schemaVersion;
  if (event.payload !== undefined) value.payload = parseJson(event.payload);
  if (event.metadata !== undefined) value.metadata = event.metadata === null ? null : parseJson(event.metadata);
  return value;
}

/** The values of a text, each with where it stands. */
function recordsOf(text: string): { value: JsonValue; place: string }[] {
  const whole = parsed(text);
  const list = isJsonObject(whole) && Array.isArray(whole.edits) ? whole.edits : whole;
  if (Array.isArray(list)) return list.map((value, i) => ({ value, place: `Entry ${i + 1}` }));
  if (whole !== undefined) return [{ value: whole, place: 'Line 1' }];
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '') return [];
    const value = parsed(line);
    if (value === undefined) throw new InspectorError('bad-request', `Line ${i + 1} of the edits is not JSON.`);
    return [{ value, place: `Line ${i + 1}` }];
  });
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined; // Tried as a whole and then line by line: who asks says what is wrong.
  }
}

function editOf(value: JsonValue, context: EditsContext): BranchEdit {
  if (!isJsonObject(value)) throw wrong('it is no JSON object');
  const verb = verbs.find((name) => Object.hasOwn(value, name));
  if (verb === undefined) throw wrong('it has none of drop, edit, insert and move');
  const unknown = Object.keys(value).find((key) => key !== verb && !members[verb].includes(key));
  if (unknown !== undefined) throw wrong(`"${unknown}" does not belong to ${verb}`);
  if (verb === 'insert') {
    return { kind: 'insert', after: placeOf(value, context), event: insertedEvent(value.insert!, context) };
  }
  const ordinal = ordinalOf(value[verb]!, context);
  if (verb === 'drop') return { kind: 'drop', ordinal };
  if (verb === 'move') return { kind: 'move', ordinal, after: placeOf(value, context) };
  const event = eventParts(value);
  if (Object.keys(event).length === 0) throw wrong('it says nothing that is to be different, such as "payload"');
  return { kind: 'edit', ordinal, event };
}

function insertedEvent(value: JsonValue, { stream }: EditsContext): ScratchEvent {
  if (!isJsonObject(value)) throw wrong('"insert" is no event');
  const unknown = Object.keys(value).find((key) => !eventMembers.includes(key));
  if (unknown !== undefined) throw wrong(`an event has no "${unknown}": it has ${eventMembers.join(', ')}`);
  const { type, streamId, payload, metadata, schemaVersion } = eventParts(value);
  if (type === undefined) throw wrong('the event has no "type"');
  const where = streamId ?? stream;
  if (where === null) throw wrong('the event has no "streamId"');
  return {
    type,
    streamId: where,
    payload: payload ?? '{}',
    metadata: metadata ?? null,
    schemaVersion: schemaVersion ?? null,
  };
}

function eventParts(value: JsonObject): Partial<ScratchEvent> {
  const { type, streamId, payload, metadata, schemaVersion } = value;
  return {
    ...(type === undefined ? {} : { type: textOf('type', type) }),
    ...(streamId === undefined ? {} : { streamId: textOf('streamId', streamId) }),
    ...(payload === undefined ? {} : { payload: stringifyJson(payload) }),
    ...(metadata === undefined ? {} : { metadata: metadata === null ? null : stringifyJson(metadata) }),
    ...(schemaVersion === undefined
      ? {}
      : {
          schemaVersion:
            schemaVersion === null
              ? null
              : typeof schemaVersion === 'number'
                ? String(schemaVersion)
                : textOf('schemaVersion', schemaVersion),
        }),
  };
}

function textOf(name: string, value: JsonValue): string {
  if (typeof value !== 'string' || value.trim() === '') throw wrong(`"${name}" is no text`);
  return value;
}

function placeOf(value: JsonObject, context: EditsContext): Ordinal {
  if ((value.after === undefined) === (value.before === undefined)) {
    throw wrong('it says neither "after" nor "before", or both');
  }
  return value.after === undefined ? ordinalOf(value.before!, context) - 1 : ordinalOf(value.after, context);
}

function ordinalOf(value: JsonValue, context: EditsContext): Ordinal {
  if (typeof value !== 'string' && !Number.isInteger(value)) throw wrong('a point is written "#12", for example');
  const ordinal = context.resolve(String(value));
  if (ordinal < 0) throw wrong(`there is no event at or before ${String(value)}`);
  return ordinal;
}

const wrong = (why: string): InspectorError => new InspectorError('bad-request', `${why}.`);
