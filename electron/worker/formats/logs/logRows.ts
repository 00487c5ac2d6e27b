import { isUtf8 } from 'node:buffer';
import { asciiIdHash } from '../../eventIndex/idHash.ts';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type { StringTable } from '../../eventIndex/stringTable.ts';
import { ByteTable } from '../byteTable.ts';
import { hashOf } from '../fields.ts';
import { versionOfType } from '../schemaVersion.ts';

/** Numbers of streams and types, and hashes of ids, from the bytes of records: a text that was seen needs no string. */
export class LogRows {
  readonly builder: IndexBuilder;
  readonly #streams = new ByteTable();
  readonly #types = new ByteTable();
  readonly #versionsOfTypes: (number | undefined)[] = [];

  constructor(builder: IndexBuilder) {
    this.builder = builder;
  }

  stream(bytes: Buffer, view: DataView, from: number, to: number): number {
    return numberOf(this.builder.streams, this.#streams, bytes, view, from, to);
  }

  type(bytes: Buffer, view: DataView, from: number, to: number): number {
    return numberOf(this.builder.types, this.#types, bytes, view, from, to);
  }

  /** The number of a schema version; where none is recorded, of the one in the type's name. */
  version(recorded: string, type: number): number {
    const { schemaVersions, types } = this.builder;
    if (recorded !== '') return schemaVersions.intern(recorded);
    this.#versionsOfTypes[type] ??= schemaVersions.intern(versionOfType(types.text(type)));
    return this.#versionsOfTypes[type];
  }
}

/** The column's value for an id in `bytes[from..to)`: NaN for none. Three bytes behind `to` must be readable. */
export function idHashAt(bytes: Buffer, view: DataView, from: number, to: number): number {
  if (from === to) return Number.NaN;
  const hash = asciiIdHash(view, from, to);
  return Number.isNaN(hash) ? hashOf(bytes.toString('utf8', from, to)) : hash;
}

function numberOf(
  strings: StringTable,
  table: ByteTable,
  bytes: Buffer,
  view: DataView,
  from: number,
  to: number,
): number {
  const known = table.find(view, from, to);
  if (known >= 0) return known;
  const number = strings.intern(nameOf(bytes, from, to));
  table.add(view, from, to, number);
  return number;
}

/** A name: text, or the digits of bytes that are none. */
export function nameOf(bytes: Buffer, from: number, to: number): string {
  const name = bytes.subarray(from, to);
  return isUtf8(name) ? name.toString() : `0x${name.toString('hex')}`;
}
