import { isJsonObject, type JsonValue, parseJson } from '../../../../shared/json.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type { SchemaSource } from '../../../../shared/schemaSource.ts';
import type { NumberArray } from '../../eventIndex/columns.ts';
import { type ReadableLog, readBodies } from '../../eventIndex/readableLog.ts';
import { StringTable } from '../../eventIndex/stringTable.ts';
import { versionText } from '../../formats/schemaVersion.ts';
import { typeFamilies } from './typeFamilies.ts';

/** Versions of events by number; number 0 stands for "not recorded". */
export interface Versions {
  readonly numbers: NumberArray;
  readonly table: StringTable;
}

/** The versions of a log's events, taken from where the person says. */
export class VersionColumn implements Versions {
  readonly #log: ReadableLog;
  readonly #source: SchemaSource;
  #numbers = new Uint32Array(0);
  readonly #table = new StringTable();
  /** By type number, where types say the version; and how many types that was made for. */
  #ofType: number[] = [];

  constructor(log: ReadableLog, source: SchemaSource) {
    this.#log = log;
    this.#source = source;
    this.#table.intern('');
  }

  get numbers(): NumberArray {
    return this.#source.from === 'store' ? this.#log.index.columns.schemaVersion : this.#numbers;
  }

  get table(): StringTable {
    return this.#source.from === 'store' ? this.#log.index.schemaVersions : this.#table;
  }

  text(number: number): string | null {
    return number === 0 ? null : this.table.text(number);
  }

  /** Finds the versions of these events; they ascend, and come once. */
  read(ordinals: Uint32Array): void {
    const { from } = this.#source;
    if (from === 'store' || ordinals.length === 0) return;
    this.#makeRoom();
    if (from === 'type') this.#readTypes(ordinals);
    else if (from !== 'inferred') this.#readPaths(ordinals, this.#source.path, from);
  }

  /** Says the version of an event itself, e.g. one that was inferred. */
  set(ordinal: Ordinal, version: string): void {
    this.#makeRoom();
    this.#numbers[ordinal] = this.#table.intern(version);
  }

  #makeRoom(): void {
    const { length } = this.#log.index;
    if (this.#numbers.length >= length) return;
    const larger = new Uint32Array(Math.ceil(length * 1.125));
    larger.set(this.#numbers);
    this.#numbers = larger;
  }

  #readTypes(ordinals: Uint32Array): void {
    const { types, columns } = this.#log.index;
    if (this.#ofType.length < types.size) {
      const { versionOf } = typeFamilies(types.all);
      this.#ofType = types.all.map((type) => this.#table.intern(versionOf(type) ?? ''));
    }
    for (const ordinal of ordinals) this.#numbers[ordinal] = this.#ofType[columns.type[ordinal]!]!;
  }

  #readPaths(ordinals: Uint32Array, path: readonly string[], from: 'metadata' | 'data'): void {
    for (const [i, { payload, metadata }] of readBodies(this.#log, ordinals).entries()) {
      const text = from === 'data' ? payload : metadata;
      this.#numbers[ordinals[i]!] = this.#table.intern(text === null ? '' : versionAt(text, path));
    }
  }
}

function versionAt(text: string, path: readonly string[]): string {
  let value: JsonValue | undefined;
  try {
    value = parseJson(text);
  } catch {
    return ''; // The check for unreadable rows names it.
  }
  for (const name of path) value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return versionText(value);
}
