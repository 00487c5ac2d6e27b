import { formatCount } from '../../../../../shared/format.ts';
import { isJsonObject, type JsonObject } from '../../../../../shared/json.ts';
import { type EventIndex, NO_POSITION } from '../../../eventIndex/eventIndex.ts';
import { toPosition, toText } from '../../fields.ts';
import type { StoredCheckpoint, StoredDeadLetter } from '../../format.ts';
import { nameSome } from '../../source/siftFiles.ts';
import { objectIn, textIn } from '../logTexts.ts';
import { Flag, type KurrentRecord } from './kurrentRecord.ts';

/** The number of an event in a stream. */
interface EventNumber {
  readonly stream: string;
  readonly number: string;
}

/** Limits of a stream, from its metadata: events before them may be gone. */
const limits = ['$maxCount', '$maxAge', '$tb'] as const;

const PROJECTION = /^\$projections-(.+)-checkpoint$/;
const SUBSCRIPTION = /^\$persistentsubscription-(.+)-(checkpoint|parked)$/;

/** What KurrentDB keeps in streams of its own beside events: how far consumers are, what they parked, limits of streams. */
export class KurrentConsumers {
  notes: string[] = [];
  readonly checkpoints: StoredCheckpoint[] = [];
  readonly deadLetters: StoredDeadLetter[] = [];
  /** The latest of each consumer: a position in the log, or the number of an event. */
  readonly #reached = new Map<string, bigint | EventNumber>();
  readonly #parked: (EventNumber & { readonly consumer: string })[] = [];
  readonly #limited = new Map<string, boolean>();
  readonly #deleted = new Set<string>();

  /** Takes an event of a system stream, or one that deletes a stream. */
  systemEvent(bytes: Buffer, record: KurrentRecord, metadata: JsonObject | null): void {
    const stream = textIn(bytes, record.streamFrom, record.streamTo);
    if ((record.flags & Flag.streamDelete) !== 0) {
      this.#deleted.add(stream);
      return;
    }
    if (stream.startsWith('$$')) {
      const settings = objectIn(bytes, record.dataFrom, record.dataTo);
      this.#limited.set(stream.slice(2), settings !== null && limits.some((key) => settings[key] != null));
      return;
    }
    const projection = PROJECTION.exec(stream)?.[1];
    if (projection !== undefined) this.#projection(projection, metadata);
    const subscription = SUBSCRIPTION.exec(stream);
    if (subscription?.[2] === 'checkpoint') {
      this.#subscription(subscription[1]!, textIn(bytes, record.dataFrom, record.dataTo));
    }
  }

  /** Takes a link; those of a parked stream are what a consumer gave up on. */
  link(bytes: Buffer, record: KurrentRecord): void {
    if (bytes[record.streamFrom] !== 0x24) return;
    const parked = SUBSCRIPTION.exec(textIn(bytes, record.streamFrom, record.streamTo));
    const target = /^(\d+)@(.+)$/s.exec(textIn(bytes, record.dataFrom, record.dataTo));
    if (parked?.[2] !== 'parked' || target === null) return;
    this.#parked.push({ consumer: parked[1]!, number: target[1]!, stream: target[2]! });
  }

  #projection(consumer: string, metadata: JsonObject | null): void {
    const position = toPosition(metadata?.$p);
    if (position !== NO_POSITION) {
      this.#reached.set(consumer, position);
      return;
    }
    const streams = metadata?.$s;
    if (!isJsonObject(streams)) return;
    const [first] = Object.entries(streams);
    if (first !== undefined) this.#reached.set(consumer, { stream: first[0], number: toText(first[1]) });
  }

  /** `"12"` or `12`, the number of an event in the stream; of `$all` a position, `"C:120/P:100"`. */
  #subscription(consumer: string, data: string): void {
    const text = data.replaceAll('"', '').trim();
    const prepare = /P:(\d+)/.exec(text)?.[1];
    if (prepare !== undefined) this.#reached.set(consumer, BigInt(prepare));
    else if (/^\d+$/.test(text))
      this.#reached.set(consumer, { stream: consumer.replace(/::[^:]*$/, ''), number: text });
  }

  /** Finds the events that are only named by stream and number, and says what was noticed; once all is in the index. */
  resolve(index: EventIndex): void {
    for (const [consumer, reached] of this.#reached) {
      const globalPosition = typeof reached === 'bigint' ? reached : positionOf(index, reached);
      if (globalPosition !== null) this.checkpoints.push({ consumer, globalPosition });
      else
        this.notes.push(`The checkpoint of ${consumer} is ${nameOfEvent(reached as EventNumber)}, which is not here.`);
    }
    for (const { consumer, ...event } of this.#parked) {
      const error = `Parked: ${nameOfEvent(event)}.`;
      this.deadLetters.push({ consumer, globalPosition: positionOf(index, event), error });
    }
    const cut = [...this.#limited].filter(([, isLimited]) => isLimited).map(([stream]) => stream);
    if (cut.length > 0) {
      const what =
        'keep only some of their events ($maxCount, $maxAge or $tb): older ones may be missing at their start';
      this.notes.push(`${formatCount(cut.length)} streams ${what}: ${nameSome(cut)}.`);
    }
    if (this.#deleted.size > 0) {
      this.notes.push(`${formatCount(this.#deleted.size)} streams were deleted: ${nameSome([...this.#deleted])}.`);
    }
  }

  toJson(): unknown {
    return {
      checkpoints: this.checkpoints.map((one) => [one.consumer, String(one.globalPosition)]),
      deadLetters: this.deadLetters.map((one) => [one.consumer, one.globalPosition?.toString() ?? null, one.error]),
    };
  }

  /** What `toJson` answered. */
  static from(json: unknown): KurrentConsumers {
    const { checkpoints, deadLetters } = json as {
      readonly checkpoints: readonly [string, string][];
      readonly deadLetters: readonly [string, string | null, string][];
    };
    const consumers = new KurrentConsumers();
    for (const [consumer, at] of checkpoints) consumers.checkpoints.push({ consumer, globalPosition: BigInt(at) });
    for (const [consumer, at, error] of deadLetters) {
      consumers.deadLetters.push({ consumer, globalPosition: at === null ? null : BigInt(at), error });
    }
    return consumers;
  }
}

const nameOfEvent = ({ stream, number }: EventNumber): string => `event ${number} of ${stream}`;

function positionOf(index: EventIndex, { stream, number }: EventNumber): bigint | null {
  const known = index.streams.numberOf(stream);
  if (known < 0) return null;
  const { streamRevision, globalPosition } = index.columns;
  const wanted = toPosition(number);
  const ordinal = index.ordinalsOfStream(known).find((candidate) => streamRevision.at(candidate) === wanted);
  return ordinal === undefined ? null : globalPosition.at(ordinal);
}
