import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../../../../shared/json.ts';
import type { Payload } from '../../../../../shared/model/event.ts';
import { actorKeys, causationKeys, correlationKeys, firstText, toText } from '../../fields.ts';
import type { StoredRecord } from '../../format.ts';
import { HeaderRoles, type HeaderTexts, noHeaders } from '../../messageHeaders.ts';
import { payloadOfBytes } from '../../payloads.ts';
import { membersOf, objectText } from '../../rawJson.ts';
import { versionOfKeys, versionText } from '../../schemaVersion.ts';
import { fromHeaders } from '../kafka/kafkaMessage.ts';
import { objectIn, textIn } from '../logTexts.ts';
import { HighwayHash } from './highwayHash.ts';

// Messages in the blocks of a JetStream file store: `server/filestore.go` of nats-server, as formats.md describes them.
// Little-endian.

/** Bytes before the subject, and of the checksum behind the message. */
export const NATS_HEAD = 22;
export const NATS_SUM = 8;
const LONGEST = 128 * 1024 * 1024;
/** Times of messages, in nanoseconds since 1970: years 2000 to 2200. */
const EARLIEST = 946_684_800_000_000_000n;
const LATEST = 7_258_118_400_000_000_000n;
const HAS_HEADERS = 0x80000000;
const ERASED = 1n << 63n;
const TOMBSTONE = 1n << 62n;

/** The head of a message; one object is filled again and again. Ends are behind the last byte. */
export class NatsMessage {
  /** Bytes in all. */
  length = 0;
  sequence = 0n;
  isErased = false;
  /** It stands for the removal of the message with its sequence. */
  isTombstone = false;
  nanos = 0n;
  subjectFrom = 0;
  subjectTo = 0;
  headersFrom = 0;
  headersTo = 0;
  bodyFrom = 0;
  bodyTo = 0;

  /** Reads the head at `at`, where `NATS_HEAD` bytes must be; whether it can be one. */
  readHead(view: DataView, at: number): boolean {
    const length = view.getUint32(at, true);
    const sequence = view.getBigUint64(at + 4, true);
    const subject = view.getUint16(at + 20, true);
    this.length = length & 0x7fffffff;
    this.isErased = (sequence & ERASED) !== 0n;
    this.isTombstone = (sequence & TOMBSTONE) !== 0n;
    this.sequence = sequence & ~(ERASED | TOMBSTONE);
    this.nanos = view.getBigInt64(at + 12, true);
    this.subjectFrom = at + NATS_HEAD;
    this.subjectTo = this.subjectFrom + subject;
    this.headersFrom = this.subjectTo + ((length & HAS_HEADERS) === 0 ? 0 : 4);
    this.bodyTo = at + this.length - NATS_SUM;
    if (this.length > LONGEST || this.bodyTo < this.headersFrom) return false;
    if (this.isErased || this.isTombstone) return true;
    return subject > 0 && this.nanos >= EARLIEST && this.nanos <= LATEST;
  }

  /** Reads the rest, all of which must be there; `false` where its headers go on behind its end. */
  readBody(view: DataView): boolean {
    const { subjectTo, headersFrom, bodyTo } = this;
    this.headersTo = headersFrom === subjectTo ? headersFrom : headersFrom + view.getUint32(subjectTo, true);
    this.bodyFrom = this.headersTo;
    return this.bodyFrom <= bodyTo;
  }
}

/** Compares the checksums of one block: their key is the name of the stream and the number of the block. */
export class NatsChecksum {
  readonly #hash: HighwayHash;
  #text = Buffer.allocUnsafe(64 * 1024);
  #view = viewOf(this.#text);

  constructor(stream: string, block: number) {
    this.#hash = new HighwayHash(createHash('sha256').update(`${stream}-${block}`).digest());
  }

  /** It covers sequence, time, subject, headers and message: all but the lengths between them. */
  isRight(
    bytes: Buffer,
    view: DataView,
    at: number,
    { subjectFrom, subjectTo, headersFrom, bodyTo }: NatsMessage,
  ): boolean {
    const size = 16 + subjectTo - subjectFrom + bodyTo - headersFrom;
    if (size > this.#text.length) {
      this.#text = Buffer.allocUnsafe(size);
      this.#view = viewOf(this.#text);
    }
    bytes.copy(this.#text, 0, at + 4, at + 20);
    bytes.copy(this.#text, 16, subjectFrom, subjectTo);
    bytes.copy(this.#text, 16 + subjectTo - subjectFrom, headersFrom, bodyTo);
    this.#hash.hash(this.#text, this.#view, 0, size);
    return view.getInt32(bodyTo, true) === this.#hash.low && view.getInt32(bodyTo + 4, true) === this.#hash.high;
  }
}

/** What the envelope of a message says, from its headers and from the message where these are silent. */
export interface NatsEnvelope extends HeaderTexts {
  readonly others: readonly (readonly [string, string])[];
}

/** `withActor`: whether to look for the actor in the message as well, which means to parse it. */
export function envelopeOf(bytes: Buffer, message: NatsMessage, roles: HeaderRoles, withActor: boolean): NatsEnvelope {
  const { headersFrom, headersTo, bodyFrom, bodyTo } = message;
  const texts = noHeaders();
  const others: [string, string][] = [];
  const [, ...lines] = textIn(bytes, headersFrom, headersTo).split('\r\n');
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    const role = roles.of(name);
    if (role === null || texts[role] !== '' || (role === 'version' && versionText(value) === ''))
      others.push([name, value]);
    else texts[role] = value;
  }
  const body = texts.type === '' || (withActor && texts.actor === '') ? objectIn(bytes, bodyFrom, bodyTo) : null;
  if (texts.type === '') fillFrom(body, texts);
  if (body !== null && isWrapped(body)) texts.actor ||= firstText(body, actorKeys);
  return { ...texts, others };
}

/** For messages without headers: what they say themselves. */
function fillFrom(body: JsonObject | null, texts: HeaderTexts): void {
  texts.type = toText(body?.type) || toText(body?.eventType) || toText(body?.event_type);
  texts.version ||= versionOfKeys(body ?? undefined);
  texts.correlation ||= firstText(body, correlationKeys);
  texts.causation ||= firstText(body, causationKeys);
}

/** Names that an application's own envelope has beside its data. */
const around = new Set(
  'at time timestamp occurredAt occurred_at actor user userId user_id type eventType event_type id eventId event_id metadata meta version schemaVersion schema_version correlationId causationId correlation_id causation_id stream subject'.split(
    ' ',
  ),
);

/** Whether a message is an application's envelope round an object `data`. */
const isWrapped = (body: JsonObject): boolean =>
  isJsonObject(body.data) && Object.keys(body).every((key) => key === 'data' || around.has(key));

/** The payload of a message, and what stands round it where it is wrapped in an envelope of the application. */
export function bodyOf(
  bytes: Buffer,
  { bodyFrom, bodyTo }: NatsMessage,
): { payload: Payload; envelope: string | null } {
  const payload = payloadOfBytes(bytes.subarray(bodyFrom, bodyTo));
  if (payload.kind !== 'json') return { payload, envelope: null };
  const members = membersOf(payload.text);
  const data = members.find(({ key }) => key === 'data');
  const others = members.filter((member) => member !== data);
  if (data === undefined || payload.text[data.start] !== '{' || !others.every(({ key }) => around.has(key))) {
    return { payload, envelope: null };
  }
  const text = payload.text.slice(data.start, data.end);
  const rest = others.map(({ key, start, end }) => [key, payload.text.slice(start, end)] as const);
  return { payload: { kind: 'json', text }, envelope: rest.length === 0 ? null : objectText(rest) };
}

/** Everything that a message says. */
export function storedNats(bytes: Buffer, message: NatsMessage): StoredRecord {
  const { others, ...texts } = envelopeOf(bytes, message, new HeaderRoles(), true);
  const { payload, envelope } = bodyOf(bytes, message);
  const record = fromHeaders(texts, others);
  const metadata = [record.metadata, envelope].filter((text) => text !== null);
  const members = metadata.flatMap((text) =>
    membersOf(text).map(({ key, start, end }) => [key, text.slice(start, end)] as const),
  );
  return { payload, ...record, metadata: members.length === 0 ? null : objectText(members) };
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
