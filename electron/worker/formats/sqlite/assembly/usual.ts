import { isSame } from '../../lines/assembly/blocks';
import { endOf, isText, serialOf, startOf } from './record';

// Columns with the only values that let a row be read from its bytes.

/** A value that a column may have: a text, or what a serial type says by itself. */
@unmanaged
class Value {
  serial: u32;
  text: usize;
  next: Value | null;
}

@unmanaged
class Usual {
  column: u32;
  values: Value | null;
  next: Usual | null;
}

let first: Usual | null = null;

/** Lets the column `index` have this serial type; of texts, only `[at..)` with the length that it says. */
export function allow(index: u32, serial: u32, at: usize): void {
  const value = changetype<Value>(heap.alloc(offsetof<Value>()));
  const length = isText(serial) ? <usize>((serial - 12) >>> 1) : 0;
  value.serial = serial;
  value.text = heap.alloc(length + 32);
  memory.copy(value.text, at, length);
  const usual = usualOf(index);
  value.next = usual.values;
  usual.values = value;
}

function usualOf(index: u32): Usual {
  let usual = first;
  while (usual != null) {
    if (usual.column == index) return usual;
    usual = usual.next;
  }
  const made = changetype<Usual>(heap.alloc(offsetof<Usual>()));
  made.column = index;
  made.values = null;
  made.next = first;
  first = made;
  return made;
}

/** Whether all those columns of the record last found have one of their values. */
export function isUsual(): bool {
  let usual = first;
  while (usual != null) {
    const serial = serialOf(usual.column);
    let value = usual.values;
    while (value != null && !(value.serial == serial && (!isText(serial) || isSameText(usual.column, value)))) {
      value = value.next;
    }
    if (value == null) return false;
    usual = usual.next;
  }
  return true;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function isSameText(index: u32, value: Value): bool {
  const from = startOf(index);
  return isSame(from, value.text, endOf(index) - from);
}
