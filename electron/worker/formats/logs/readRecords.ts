import { formatCount } from '../../../../shared/format.ts';
import type { LogCursor } from './logCursor.ts';

/** What a format knows of its records, asked of the bytes at a cursor. */
export interface RecordForm {
  /** What a record is called in a problem: `record`, `batch`. */
  readonly unit: string;
  /**
   * Bytes of the record that begins here, all of which are in the cursor's block then; 0 where nothing was written so
   * far; a sentence where no record can be read.
   */
  measure(cursor: LogCursor): number | string;
  /** Goes behind the mark that says here that nothing follows, where there is one. */
  skipEndMark?(cursor: LogCursor): void;
  /** Whether a record begins here beyond doubt: asked byte by byte behind damage. */
  isSure(cursor: LogCursor): boolean;
  /** Takes the record of so many bytes; what is wrong with it, as a sentence. */
  take(cursor: LogCursor, length: number): string | null;
}

interface ReadOptions {
  /** Told of what cannot be read, with the byte in the file. */
  problem(offset: number, reason: string): void;
  /** Awaited now and then; `offset` is where the cursor stands. */
  pause(offset: number): Promise<void> | undefined;
  /** Whether unwritten space is looked through for what should not be there. */
  readonly looksBehindEnd: boolean;
}

/** A record may begin with so many bytes that are 0. */
const LEADING_ZEROS = 16;
const ZEROS = Buffer.alloc(64 * 1024);

/**
 * Reads records up to the end of the file or to unwritten space. Where one is damaged, the next that is sure is looked
 * for, and what lies between is one problem. Answers the byte behind the last record that was read.
 */
export async function readRecords(cursor: LogCursor, form: RecordForm, options: ReadOptions): Promise<number> {
  let end = cursor.offset;
  while (cursor.left > 0) {
    const start = cursor.offset;
    const length = form.measure(cursor);
    if (length === 0) {
      form.skipEndMark?.(cursor);
      if (!options.looksBehindEnd || !(await findData(cursor, options))) return end;
      const told = `The space from here on is empty, but data follows at byte ${formatCount(cursor.offset)}`;
      cursor.moveTo(Math.max(start, cursor.offset - LEADING_ZEROS));
      const found = await findRecord(cursor, form, options);
      options.problem(start, found ? `${told}.` : `${told}, in which no ${form.unit} can be read.`);
      if (!found) return end;
      continue;
    }
    if (typeof length === 'string') {
      cursor.moveTo(start + 1);
      const found = await findRecord(cursor, form, options);
      const behind = found ? ` The next ${form.unit} is at byte ${formatCount(cursor.offset)}.` : '';
      options.problem(start, `${length}${behind}`);
      if (!found) return end;
      continue;
    }
    const wrong = form.take(cursor, length);
    if (wrong !== null) options.problem(start, wrong);
    cursor.moveTo(start + length);
    end = start + length;
    const wait = options.pause(end);
    if (wait !== undefined) await wait;
  }
  return end;
}

/** Goes to the next byte that is not 0; `false` when there is none. */
async function findData(cursor: LogCursor, { pause }: ReadOptions): Promise<boolean> {
  while (cursor.left > 0) {
    const length = Math.min(ZEROS.length, cursor.left);
    if (!cursor.has(length)) return false;
    const { bytes, at } = cursor;
    if (bytes.compare(ZEROS, 0, length, at, at + length) !== 0) {
      let i = at;
      while (bytes[i] === 0) i++;
      cursor.at = i;
      return true;
    }
    cursor.at += length;
    const wait = pause(cursor.offset);
    if (wait !== undefined) await wait;
  }
  return false;
}

/** Goes to the next record that is sure; `false` when there is none. */
async function findRecord(cursor: LogCursor, form: RecordForm, { pause }: ReadOptions): Promise<boolean> {
  for (let tried = 1; cursor.left > 0; tried++) {
    const at = cursor.offset;
    const sure = form.isSure(cursor);
    cursor.moveTo(at);
    if (sure) return true;
    cursor.moveTo(at + 1);
    if (tried % 4096 === 0) await pause(at);
  }
  return false;
}
