import { IdTable } from '../eventIndex/idTable.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { type RepeatedId, repeatedIds } from './repeatedIds.ts';
import { type StreamRevisions, streamRevisions } from './streamRevisions.ts';

/** What several checks need to know of one log, each found out once, when the first of them asks. */
export class LogFacts {
  readonly #log: ReadableLog;
  readonly #context: ScanContext;
  #revisions: Promise<StreamRevisions> | undefined;
  #ids: Promise<IdTable> | undefined;
  #repeated: Promise<readonly RepeatedId[]> | undefined;

  constructor(log: ReadableLog, context: ScanContext) {
    this.#log = log;
    this.#context = context;
  }

  /** How streams number their events. */
  revisions(): Promise<StreamRevisions> {
    this.#revisions ??= streamRevisions(this.#log.index, this.#context);
    return this.#revisions;
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
}
