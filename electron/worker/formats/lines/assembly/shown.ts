import { Dictionary } from './dictionary';
import { streams, types, versions } from './envelope';
import { columns, positionsAscend, rows, timesAscend, unnamed, wide } from './rows';

// What a module shows of its memory to whoever takes rows and texts from it: `RowExports` of scannedRows.ts.

/** Room for `bytes` of text behind a guard of 16 and before one of 64: the address where it begins. */
export function input(bytes: u32): usize {
  return heap.alloc(<usize>bytes + 80) + 16;
}

export function freeInput(at: usize): void {
  heap.free(at - 16);
}

export function rowColumns(): usize {
  return columns;
}
export function rowCount(): u32 {
  return rows;
}
/** Of these rows: see rows.ts. */
export function wideIntegers(): u32 {
  return wide;
}
export function unnamedTexts(): u32 {
  return unnamed;
}
export function positionsAscended(): bool {
  return positionsAscend;
}
export function timesAscended(): bool {
  return timesAscend;
}
/** Of 0 streams, 1 types, 2 versions: how many texts have a number, and where their entries stand (see `Dictionary`). */
export function textCount(which: u32): u32 {
  return dictionaryOf(which).size;
}
export function textPool(which: u32): usize {
  return dictionaryOf(which).pool;
}

function dictionaryOf(which: u32): Dictionary {
  return which == 0 ? streams : which == 1 ? types : versions;
}
