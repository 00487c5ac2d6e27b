import type { FileHandle } from 'node:fs/promises';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { allocateColumns, arraysOf, type ColumnArrays } from '../eventIndex/columns.ts';
import type { IndexParts } from '../eventIndex/indexParts.ts';
import type { JoinedStrings } from '../eventIndex/stringTable.ts';
import { dictionaries, type KeptHead } from './layout.ts';
import type { Column } from './packing.ts';
import { SectionReader } from './sections.ts';

/** What a timeline is made of comes first. */
const first: ReadonlySet<keyof ColumnArrays> = new Set(['recordedAt', 'type', 'schemaVersion']);

/** A kept index whose head is right. Its columns are still in the file, and nobody knows yet whether they are. */
export class KeptIndex {
  readonly head: KeptHead;
  readonly #file: FileHandle;
  readonly #sections: SectionReader;
  #reading: Promise<boolean> | null = null;

  constructor(file: FileHandle, head: KeptHead) {
    this.#file = file;
    this.head = head;
    this.#sections = new SectionReader(file, head.sections);
  }

  /**
   * Reads the columns, once. `onFirst` gets the parts of the index when all but these columns are there and checked:
   * positions, revisions, streams, hashes and places; they fill until the answer. `false` where anything is not what
   * was written, the disk fails, or it was closed meanwhile. The file is let go of.
   */
  read(onFirst: (parts: IndexParts) => void): Promise<boolean> {
    this.#reading ??= this.#readAll(onFirst)
      .then(
        () => true,
        () => false,
      )
      .finally(() => this.#letGo());
    return this.#reading;
  }

  /** Lets go of the file; what is being read ends early. */
  async close(): Promise<void> {
    this.#sections.stop();
    this.#reading ??= this.#letGo().then(() => false);
    await this.#reading;
  }

  /** Nothing was written, so that it is all the same how it ends. */
  #letGo(): Promise<void> {
    return this.#file.close().catch(() => undefined);
  }

  async #readAll(onFirst: (parts: IndexParts) => void): Promise<void> {
    const { head } = this;
    const sections = this.#sections;
    const column = (name: string, length: number): [Column, Promise<void>] => {
      const array = sections.emptyColumn(name, length);
      return [array, sections.column(name, array)];
    };
    const columns: Partial<Record<keyof ColumnArrays, Column>> = {};
    const columnsIn = (names: readonly (keyof ColumnArrays)[]): Promise<unknown> =>
      Promise.all(
        names.map((name) => {
          const [array, filled] = column(`column:${name}`, head.length);
          columns[name] = array;
          return filled;
        }),
      );
    const dictionary = async (name: (typeof dictionaries)[number]): Promise<JoinedStrings> => {
      const [ends, filled] = column(`${name}:ends`, head[name]);
      const [text] = await Promise.all([sections.text(`${name}:text`), filled]);
      return { ends: ends as Uint32Array, text };
    };
    const names = Object.keys(arraysOf(allocateColumns(0), 0)) as (keyof ColumnArrays)[];
    const [clock, clockIn] = sections.has('clock') ? column('clock', head.length) : [null, undefined];
    const [streamLengths, lengthsIn] = column('streamLengths', head.streams);
    const [[streams, types, schemaVersions], problems] = await Promise.all([
      Promise.all(dictionaries.map(dictionary)),
      sections.text('problems'),
      columnsIn(names.filter((name) => first.has(name))),
      clockIn,
      lengthsIn,
    ]);
    const rest = columnsIn(names.filter((name) => !first.has(name)));
    onFirst({
      length: head.length,
      columns: columns as ColumnArrays,
      clock: clock as Float64Array | null,
      streamLengths: streamLengths as Uint32Array,
      streams: streams!,
      types: types!,
      schemaVersions: schemaVersions!,
      problems: JSON.parse(problems) as RowProblem[],
      problemCount: head.problemCount,
      firstTime: head.firstTime ?? Number.NaN,
      lastTime: head.lastTime ?? Number.NaN,
      positionsAscend: head.positionsAscend,
    });
    await rest;
  }
}
