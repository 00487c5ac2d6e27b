import type { ScannedLines } from './lineScanner.ts';

type Column = Int32Array | Uint32Array | Float64Array;

/** Widest first, so that every column begins at an address that fits it. */
const wide = ['recordedAt', 'eventIdHash', 'correlationIdHash', 'causationIdHash'] as const;
const integers = ['position', 'revision'] as const;
const narrow = ['stream', 'type', 'schemaVersion', 'place', 'placeLength'] as const;
const ofUnread = ['behind', 'line', 'place', 'placeLength'] as const;

/** A scan with its rows in memory of its own: one block, which can be handed to another thread. */
export interface CopiedScan extends ScannedLines {
  readonly memory: ArrayBuffer;
}

/** Scans of ranges of one size need about as much memory: with so much more than the first, it does for the others. */
const SLACK = 1.25;

/**
 * Copies the rows of a scan out of the scanner's memory, into memory of earlier copies if there is some `spare`: fresh
 * memory costs as much as filling it, and collecting it once more.
 */
export function copyScan(scan: ScannedLines, spare: ArrayBuffer[]): CopiedScan {
  const { rows, unread } = scan;
  const columns: Column[] = [
    ...[...wide, ...narrow].map((name) => rows[name]),
    ...integers.map((name) => rows[name].array),
  ];
  const unreadColumns: Column[] = ofUnread.map((name) => unread[name]);
  const bytes = [...columns, ...unreadColumns].reduce((sum, column) => sum + column.byteLength, 0);
  const used = spare.pop();
  const memory = used && used.byteLength >= bytes ? used : new ArrayBuffer(Math.ceil((bytes * SLACK) / 8) * 8);
  let at = 0;
  const copy = <C extends Column>(column: C): C => {
    const made = new (column.constructor as new (memory: ArrayBuffer, at: number, length: number) => C)(
      memory,
      at,
      column.length,
    );
    made.set(column);
    at += column.byteLength;
    return made;
  };
  const copied = <R extends object, K extends keyof R>(from: R, names: readonly K[]): Pick<R, K> =>
    Object.fromEntries(names.map((name) => [name, copy(from[name] as Column)])) as Pick<R, K>;
  return {
    ...scan,
    rows: {
      ...rows,
      ...copied(rows, wide),
      ...copied(rows, narrow),
      position: { ...rows.position, array: copy(rows.position.array) },
      revision: { ...rows.revision, array: copy(rows.revision.array) },
    },
    unread: { ...copied(unread, ofUnread), length: unread.length },
    memory,
  };
}
