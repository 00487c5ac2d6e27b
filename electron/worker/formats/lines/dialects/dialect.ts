import type { JsonObject, JsonValue } from '../../../../../shared/json.ts';
import type { Micros, Payload } from '../../../../../shared/model/event.ts';
import type { TimeForm } from '../../../../../shared/model/mapping.ts';
import { NO_POSITION } from '../../../eventIndex/eventIndex.ts';
import type { StoredCheckpoint, StoreTraits } from '../../format.ts';
import { payloadOfBytes, payloadOfText } from '../../payloads.ts';
import type { RecordShape } from '../../recordShape.ts';
import type { MemberPath } from '../memberPath.ts';

/** The envelope of one line; '' or `NO_POSITION` or NaN for what it does not record. One object is filled again and again. */
export interface LineEnvelope {
  stream: string;
  type: string;
  revision: bigint;
  position: bigint;
  recordedAt: Micros;
  schemaVersion: string;
  eventId: string;
  correlationId: string;
  causationId: string;
  actor: string;
  /** What stands where a number or a time belongs and is none, as sentences; '' for nothing of the kind. */
  unread: string;
}

/** What an envelope says of an event. */
export type EnvelopeRole = Exclude<keyof LineEnvelope, 'unread'>;

/** What a line that is no event is, in the words of the note that counts them; or why an event cannot be read. */
export type NotAnEvent = { readonly leftOut: string } | { readonly problem: string };

export const missingType: NotAnEvent = { problem: 'It names no event type.' };
export const notAnObject: NotAnEvent = { problem: 'It is JSON, but no object.' };

/**
 * Where the envelope stands in most lines of a world: what `read` would find there, said so that it can be read from
 * bytes. Of several members of a role the first with a text (for numbers and times: the first that is not null) counts;
 * a schema version that none of them has is looked for in the type's name.
 */
export interface EnvelopePlaces extends Readonly<Record<ScannedRole, readonly MemberPath[]>> {
  /** The stream of lines that name none. */
  readonly streamOtherwise: string;
  /** The type of all lines, where none is to be looked for. */
  readonly typeOtherwise?: string;
  /** What a bare number is as a time; told by its size where it is not given. */
  readonly timeForm?: ScannedTimeForm;
  /** Objects that `read` also takes as JSON in a string. */
  readonly maybeText: readonly MemberPath[];
  /** Lines in which one of these is an object are parsed; so are events of these types, checkpoints among them. */
  readonly noObject?: readonly MemberPath[];
  readonly parsedTypes?: readonly string[];
}

/** The forms of times that are read from bytes. The scanner numbers them in this order. */
export const scannedTimeForms = [
  'auto',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'unix-ticks',
  'dotnet-ticks',
] as const satisfies readonly TimeForm[];
export type ScannedTimeForm = (typeof scannedTimeForms)[number];

export type ScannedRole = Exclude<EnvelopeRole, 'actor'>;

/** The ways to what stands deeper in a line. */
export interface NestedParts {
  /** `null` where it is all that is left. */
  readonly payload: MemberPath | null;
  readonly metadata: MemberPath | null;
  /** What the envelope shows, and need not be shown again. */
  readonly shown: readonly MemberPath[];
}

/** How one world writes an event as a line of JSON. */
export interface LineDialect extends StoreTraits {
  readonly id: string;
  /** Why the lines are put in order by time; absent where they stand in the store's order. */
  readonly orderedByTime?: string;
  readonly notes: readonly string[];
  /** Name of the member that holds the event, for lines that wrap it. */
  readonly wrapper?: string;
  /** Members that may hold the payload, the first that is there wins; empty when all other members are the payload. */
  readonly payloadKeys: readonly string[];
  readonly metadataKeys: readonly string[];
  /** Members whose content the envelope shows; any other is added to the metadata, so that nothing is lost. */
  readonly envelopeKeys: ReadonlySet<string>;
  /** Set where payload or metadata stand deeper than in a member of the line. */
  readonly nested?: NestedParts;
  /** Reads the envelope into `out`; `null` when the line is an event. */
  read(line: JsonObject, out: LineEnvelope): NotAnEvent | null;
  /** Where `read` finds the envelope; absent where it takes more than looking it up. */
  readonly places?: EnvelopePlaces;
  /** The payload from its text as written; by default JSON, decoded once more if it is a string that holds JSON. */
  payload?(text: string, line: JsonObject): Payload;
  /** Whether `payload` may be JSON that does not stand in the line as text. */
  readonly recodes?: true;
  /** A word in every line whose payload is given as bytes: what is read from them does not stand in the line. */
  readonly bytesMark?: string;
  /** How a line is written, where `places` do not say it. */
  readonly shape?: RecordShape['places'];
  /** A consumer's position, where the store keeps them as messages. */
  checkpoint?(line: JsonObject, envelope: LineEnvelope): StoredCheckpoint | null;
  /** For values that are `null` on a line of their own and the like: what it is, or `null` for a problem. */
  nonObject?(value: JsonValue): NotAnEvent | null;
}

export const emptyEnvelope = (): LineEnvelope => ({
  stream: '',
  type: '',
  revision: NO_POSITION,
  position: NO_POSITION,
  recordedAt: Number.NaN,
  schemaVersion: '',
  eventId: '',
  correlationId: '',
  causationId: '',
  actor: '',
  unread: '',
});

/** JSON as written; a string that holds a JSON object or array, or PostgreSQL's hex form of one, stands for that. */
export function jsonPayload(text: string): Payload {
  if (text.charCodeAt(0) === 0x22) {
    const inner = JSON.parse(text) as string;
    const payload = /^\s*[[{]/.test(inner)
      ? payloadOfText(inner)
      : /^\\x([0-9a-f]{2})+$/.test(inner)
        ? payloadOfBytes(Buffer.from(inner.slice(2), 'hex'))
        : null;
    if (payload !== null && payload.kind !== 'invalid') return payload;
  }
  return { kind: 'json', text };
}
