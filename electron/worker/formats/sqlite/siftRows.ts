import { BitSet } from '../../eventIndex/bitSet.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import type { ScanContext, Sifted, Sought } from '../format.ts';
import { BLOCK, LineSieve, MOST_LINES } from '../lines/sift/lineSieve.ts';
import { rowQuestion } from '../lines/sift/sieveQuestion.ts';
import { LONGEST_SIFTED, siftBlock } from '../lines/sift/siftBlock.ts';
import { noteVerdicts } from '../lines/sift/siftLines.ts';
import type { KeyedRows } from './keyedRows.ts';
import { type RecordView, Serial } from './recordView.ts';

/** The longest that rows are gone through without a look at who else waits, in milliseconds. */
const SLICE_MS = 2;
/** Keys between two wanted rows from which on the walk begins anew at the second. */
const FAR = 4096;

/** A payload as a line of its own. */
const PAYLOAD_KEY = 'p';
const lineBegin = Buffer.from(`{"${PAYLOAD_KEY}":`);
const lineEnd = Buffer.from('}');

/** Rows whose places in the index are their keys, ascending. */
export interface SiftedRows {
  readonly index: EventIndex;
  /** Text of the columns that a record is made of; the first is the payload. */
  readonly rows: KeyedRows;
  /** How many of the columns hold text that a record shows; 0 where it shows more than columns hold. */
  readonly texts: number;
  /** Whether a record shows nothing that does not stand in these columns. */
  isShown(record: RecordView): boolean;
}

/**
 * Asks the bytes of rows, page by page, in place of the records that are made of them. `null` where bytes cannot answer
 * it, or the pages cannot be read.
 */
export function siftRows(
  source: SiftedRows,
  sought: Sought,
  within: BitSet,
  context: ScanContext,
): Promise<Sifted> | null {
  const question = rowQuestion(PAYLOAD_KEY, sought);
  if (question === null || (question.kind === 'text' && source.texts === 0)) return null;
  if (source.rows.pages.rows === null) return null;
  const block = new RowBlock(new LineSieve(question), sought, within.size);
  const add =
    question.kind === 'value'
      ? (ordinal: number, record: RecordView) => block.addPayload(ordinal, record)
      : (ordinal: number, record: RecordView) => block.addTexts(ordinal, record, source.texts);
  return sifted(source, block, add, within, context);
}

async function sifted(
  { index, rows, isShown }: SiftedRows,
  block: RowBlock,
  add: (ordinal: number, record: RecordView) => boolean,
  within: BitSet,
  context: ScanContext,
): Promise<Sifted> {
  const { place } = index.columns;
  const total = within.count;
  const { unsure } = block.sifted;
  let done = 0;
  let ordinal = within.next(-1);
  let wanted = ordinal < 0 ? Number.POSITIVE_INFINITY : place.number(ordinal);
  const step = (): void => {
    done++;
    ordinal = within.next(ordinal);
    wanted = ordinal < 0 ? Number.POSITIVE_INFINITY : place.number(ordinal);
  };
  const pass = (): void => {
    unsure.add(ordinal);
    step();
  };
  while (ordinal >= 0) {
    const sliceEnd = performance.now() + SLICE_MS;
    const walk = rows.pages.rows;
    const end = walk?.read(wanted, {
      onRows: () => {},
      onRow: (record) => {
        while (wanted < record.rowId) pass();
        if (wanted > record.rowId) return;
        if (isShown(record) && add(ordinal, record)) step();
        else pass();
      },
      goesOn: () => wanted - walk.lastRowId < FAR && performance.now() < sliceEnd,
    });
    // What cannot be walked over has to be read.
    if (end !== 'stopped') while (ordinal >= 0) pass();
    await context.breathe({ phase: 'read', done, total, unit: 'events' });
  }
  block.flush();
  return block.sifted;
}

/** Rows side by side as lines, until there are enough of them for the sieve. */
class RowBlock {
  readonly sifted: { readonly matched: BitSet; readonly unsure: BitSet };
  readonly #sieve: LineSieve;
  readonly #sought: Sought;
  #bytes = Buffer.allocUnsafe(BLOCK);
  #end = 0;
  #count = 0;
  readonly #ordinals = new Uint32Array(MOST_LINES);
  readonly #places = new Uint32Array(MOST_LINES);
  readonly #lengths = new Uint32Array(MOST_LINES);

  constructor(sieve: LineSieve, sought: Sought, size: number) {
    this.#sieve = sieve;
    this.#sought = sought;
    this.sifted = { matched: new BitSet(size), unsure: new BitSet(size) };
  }

  /** Takes the payload; whether it is text. */
  addPayload(ordinal: number, { bytes, serials, starts, ends }: RecordView): boolean {
    if (serials[0]! < Serial.firstBytes) return false;
    const [from, to] = [starts[0]!, ends[0]!];
    const length = lineBegin.length + to - from + lineEnd.length;
    if (!this.#begin(ordinal, length)) return false;
    lineBegin.copy(this.#bytes, this.#end);
    bytes.copy(this.#bytes, this.#end + lineBegin.length, from, to);
    lineEnd.copy(this.#bytes, this.#end + length - lineEnd.length);
    this.#end += length;
    return true;
  }

  /** Takes everything between the first and the last of so many texts; whether all of them are. */
  addTexts(ordinal: number, { bytes, serials, starts, ends }: RecordView, texts: number): boolean {
    let from = Number.POSITIVE_INFINITY;
    let to = 0;
    for (let slot = 0; slot < texts; slot++) {
      const serial = serials[slot]!;
      if (serial < Serial.firstBytes && serial !== Serial.null) return false;
      from = Math.min(from, starts[slot]!);
      to = Math.max(to, ends[slot]!);
    }
    if (!this.#begin(ordinal, to - from)) return false;
    bytes.copy(this.#bytes, this.#end, from, to);
    this.#end += to - from;
    return true;
  }

  /** Begins a line; whether it may be so long. */
  #begin(ordinal: number, length: number): boolean {
    if (length > LONGEST_SIFTED) return false;
    if (this.#count === MOST_LINES || this.#end + length > this.#bytes.length) this.flush();
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(length);
    this.#ordinals[this.#count] = ordinal;
    this.#places[this.#count] = this.#end;
    this.#lengths[this.#count] = length;
    this.#count++;
    return true;
  }

  /** Asks about what is there. */
  flush(): void {
    const count = this.#count;
    if (count === 0) return;
    const lines = new Uint32Array(2 * count);
    lines.set(this.#places.subarray(0, count));
    lines.set(this.#lengths.subarray(0, count), count);
    const read = (target: Buffer, _offset: number, length: number): number => this.#bytes.copy(target, 0, 0, length);
    const answer = siftBlock(read, this.#sieve, { first: 0, bytes: this.#end, lines }, false)!;
    noteVerdicts(answer, this.#sought, this.#ordinals.subarray(0, count), this.sifted);
    this.#count = 0;
    this.#end = 0;
  }
}
