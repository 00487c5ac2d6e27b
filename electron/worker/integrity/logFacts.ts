import { IdTable } from '../eventIndex/idTable.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';
import { type PayloadFacts, payloadFacts } from './payloadFacts.ts';
import { type RepeatedId, repeatedIds } from './repeatedIds.ts';
import { type StreamRevisions, streamRevisions } from './streamRevisions.ts';

/** What several checks need to know of one log, each found out once, when the first of them asks. */
export class LogFacts {
  readonly #log: ReadableLog;
  readonly #context: ScanContext;
  #revisions: Promise<StreamRevisions> | undefined;
  #withId: Promise<number> | undefined;
  #ids: Promise<IdTable> | undefined;
  #repeated: Promise<readonly RepeatedId[]> | undefined;
  #payloads: Promise<PayloadFacts> | undefined;

  constructor(log: ReadableLog, context: ScanContext) {
    this.#log = log;
    this.#context = context;
  }

  /** How streams number their events. */
  revisions(): Promise<StreamRevisions> {
    this.#revisions ??= streamRevisions(this.#log.index, this.#context);
    return this.#revisions;
  }

  /** How many events have an id. */
  withId(): Promise<number> {
    this.#withId ??= withId(this.#log, this.#context);
    return this.#withId;
  }

  /** Which event has an id. */
  ids(): Promise<IdTable> {
    const { columns, length } = this.#log.index;
    this.#ids ??= IdTable.of(columns.eventIdHash.subarray(0, length), () =>
      this.#context.breathe({ phase: 'check', done: 0, total: length, unit: 'events' }),
    );
    return this.#ids;
  }

  /** Ids that several events have. */
  repeatedIds(): Promise<readonly RepeatedId[]> {
    this.#repeated ??= this.ids().then((ids) => repeatedIds(this.#log, ids, this.#context));
    return this.#repeated;
  }

  /** Shapes of payloads, and numbers that lose digits. */
  payloads(): Promise<PayloadFacts> {
    this.#payloads ??= payloadFacts(this.#log, this.#context);
    return this.#payloads;
  }
}

async function withId({ index }: ReadableLog, context: ScanContext): Promise<number> {
  const { columns, length } = index;
  let count = 0;
  await inSlices(length, pauseOf(context, 'check', length), (from, to) => {
    for (let i = from; i < to; i++) if (!Number.isNaN(columns.eventIdHash[i]!)) count++;
  });
  return count;
}
