import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCount } from '../../../../shared/format.ts';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';

/** An event as a converter found it. All but the last two are plain text; '' or absent for what is not recorded. */
export interface ConvertedEvent {
  readonly stream: string;
  readonly type: string;
  /** Decimal digits. */
  readonly revision?: string;
  /** Decimal digits. */
  readonly position?: string;
  /** ISO text. */
  readonly time?: string;
  readonly id?: string;
  readonly correlation?: string;
  readonly causation?: string;
  readonly version?: string;
  readonly actor?: string;
  /** JSON text. */
  readonly data: string;
  /** JSON text of an object, or `null`. */
  readonly metadata?: string | null;
}

/** Characters that are gathered before they are written. */
const BLOCK = 1 << 20;
/** As many as an index keeps; beyond that they are counted. */
const KEPT_PROBLEMS = 10_000;

/** Takes what a converter finds in a document: events and snapshots go into files of the given folder, one per line. */
export class EventWriter {
  readonly eventsPath: string;
  readonly snapshotsPath: string;
  readonly notes: string[] = [];
  readonly problems: RowProblem[] = [];
  problemCount = 0;
  /** Events so far: the ordinal of the next one. */
  events = 0;
  snapshots = 0;
  /** Behind how many lines how many rows are missing. */
  readonly skippedRows: { readonly behind: number; readonly count: number }[] = [];
  readonly #leftOut = new Map<string, number>();
  readonly #eventLines: LineSink;
  readonly #snapshotLines: LineSink;

  constructor(folder: string) {
    this.eventsPath = join(folder, 'events.jsonl');
    this.snapshotsPath = join(folder, 'snapshots.jsonl');
    this.#eventLines = new LineSink(this.eventsPath);
    this.#snapshotLines = new LineSink(this.snapshotsPath);
  }

  event({ data, metadata, ...envelope }: ConvertedEvent): void {
    const head = JSON.stringify(envelope).slice(0, -1);
    const tail = metadata == null ? '}' : `,"metadata":${oneLine(metadata)}}`;
    this.#eventLines.write(`${head},"data":${oneLine(data)}${tail}`);
    this.events++;
  }

  /** A row as JSON text, in a dialect of its own: what is wrong with its line is a problem of the row. */
  line(json: string): void {
    this.#eventLines.write(oneLine(json));
    this.events++;
  }

  /** Rows that could not be read: those behind them keep their numbers. */
  skipRows(count: number): void {
    this.skippedRows.push({ behind: this.events, count });
  }

  snapshot(snapshot: StoredSnapshot): void {
    this.#snapshotLines.write(JSON.stringify(snapshot));
    this.snapshots++;
  }

  /** Something that cannot be read. `ordinal` is the event that it concerns, if that one is there. */
  problem(place: string, reason: string, ordinal: number | null = null): void {
    this.problemCount++;
    if (this.problems.length < KEPT_PROBLEMS) this.problems.push({ place, reason, ordinal });
  }

  /** Counts what is no event, in the words of the note that says so. */
  leaveOut(what: string, count = 1): void {
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + count);
  }

  /** Says something of the document, once. */
  note(sentence: string): void {
    if (!this.notes.includes(sentence)) this.notes.push(sentence);
  }

  close(): void {
    for (const [what, count] of this.#leftOut) this.notes.push(`Not shown: ${formatCount(count)} ${what}.`);
    this.#leftOut.clear();
    this.#eventLines.close();
    this.#snapshotLines.close();
  }
}

/** Line breaks of JSON text stand between its tokens only: a space does as well. */
const oneLine = (json: string): string => (/[\r\n]/.test(json) ? json.replace(/[\r\n]+/g, ' ') : json);

class LineSink {
  readonly #descriptor: number;
  #lines: string[] = [];
  #gathered = 0;
  #closed = false;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'w', 0o600);
  }

  write(line: string): void {
    this.#lines.push(line, '\n');
    this.#gathered += line.length;
    if (this.#gathered > BLOCK) this.#flush();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }

  #flush(): void {
    const text = this.#lines.join('');
    this.#lines = [];
    this.#gathered = 0;
    try {
      writeFileSync(this.#descriptor, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      throw new InspectorError('limit-exceeded', 'There is no room left in the folder for temporary files.', {
        advice: 'Free some space, or set TMPDIR to a folder on a larger disk.',
      });
    }
  }
}
