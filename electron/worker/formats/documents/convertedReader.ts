import { readFileSync } from 'node:fs';
import { formatCount } from '../../../../shared/format.ts';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import type { StoredSnapshot } from '../../../../shared/model/store.ts';
import { copyByTime } from '../../eventIndex/copyByTime.ts';
import { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type { ScanContext, StoreSource } from '../format.ts';
import type { LineDialect } from '../lines/dialects/dialect.ts';
import { JsonLinesReader } from '../lines/jsonLinesReader.ts';
import type { TempFolder } from '../tempFolder.ts';
import type { EventWriter } from './eventWriter.ts';

/** By time; with `streams-in-order` the events of a stream keep the order of the document whatever their times. */
export type EventOrder = 'as-written' | 'by-time' | 'by-time-streams-in-order';

type Converted = Pick<
  EventWriter,
  'eventsPath' | 'snapshotsPath' | 'notes' | 'problems' | 'problemCount' | 'snapshots' | 'skippedRows'
>;

/** Reads the lines that a document was converted into, and removes them with their folder when it is closed. */
export class ConvertedReader extends JsonLinesReader {
  override readonly notLive = 'It is one document, converted when it is opened: what is added to it is not seen.';
  readonly #folder: TempFolder;
  readonly #converted: Converted;
  readonly #order: EventOrder;

  constructor(source: StoreSource, folder: TempFolder, written: Converted, dialect: LineDialect, order: EventOrder) {
    const nothing = { bytes: new Uint8Array(), whole: true, tables: null };
    const notes = [...written.notes, ...dialect.notes];
    super({ ...source, readPath: written.eventsPath }, nothing, { ...dialect, notes });
    this.#folder = folder;
    this.#converted = written;
    this.#order = order;
  }

  /** The lines are ours: nobody else writes such. */
  override get recordShape(): null {
    return null;
  }

  override async scan(builder: IndexBuilder, context: ScanContext): Promise<void> {
    const target = this.#order === 'as-written' ? builder : new IndexBuilder();
    await super.scan(target, context);
    for (const [i, problem] of target.problems.entries()) target.problems[i] = this.#asRow(problem);
    this.#tellProblems(target);
    if (target === builder) return;
    await copyByTime(target, builder, context, this.#order === 'by-time-streams-in-order');
    context.signal.throwIfAborted();
  }

  /** A problem of a line, which nobody else sees, as one of the row that it was. */
  #asRow(problem: RowProblem): RowProblem {
    const digits = /^line ([\d,]+) \(/.exec(problem.place)?.[1];
    if (digits === undefined) return problem;
    const line = Number(digits.replaceAll(',', ''));
    const before = this.#converted.skippedRows.filter(({ behind }) => behind < line);
    const row = before.reduce((sum, { count }) => sum + count, line);
    return { ...problem, place: `row ${formatCount(row)}` };
  }

  #tellProblems(builder: IndexBuilder): void {
    const { problems, problemCount } = this.#converted;
    for (const problem of problems) builder.problem(problem);
    const more: RowProblem = { place: 'further on', reason: 'More problems than are kept.', ordinal: null };
    for (let told = problems.length; told < problemCount; told++) builder.problem(more);
  }

  override snapshots(): StoredSnapshot[] {
    const bytes = readFileSync(this.#converted.snapshotsPath);
    const snapshots: StoredSnapshot[] = [];
    for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
      end = bytes.indexOf(0x0a, start);
      snapshots.push(JSON.parse(bytes.toString('utf8', start, end)) as StoredSnapshot);
    }
    return snapshots;
  }

  override snapshotCount(): number {
    return this.#converted.snapshots;
  }

  override close(): void {
    super.close();
    this.#folder.dispose();
  }
}
