import { resized } from '../../../eventIndex/columns.ts';
import type { IndexBuilder } from '../../../eventIndex/indexBuilder.ts';
import type { StringTable } from '../../../eventIndex/stringTable.ts';
import { NOT_NAMED, type ScannedRows, scannedTexts } from '../../scannedRows.ts';
import { versionOfType } from '../../schemaVersion.ts';
import type { EnvelopePlaces } from '../dialects/dialect.ts';

/** Numbers that one scanner gave, with those of the index; -1 for what no event of the index has so far. */
interface Known {
  readonly texts: string[];
  numbers: Int32Array;
  /** Whether every text has a number in the index. */
  isComplete: boolean;
  /** Whether these are the scanner's numbers as well. */
  isSame: boolean;
}

/** What a scan says of the texts that it numbered. */
type ScannedTexts = Pick<ScannedRows, 'begins' | 'texts' | 'hasUnusedTexts' | 'unnamed'>;

type Otherwise = Pick<EnvelopePlaces, 'streamOtherwise' | 'typeOtherwise' | 'parsedTypes'>;

/**
 * Puts the index's numbers of streams, types and versions in place of a scanner's. A text comes into the index with the
 * first event that has it, whichever thread scanned it: the order is that of the file.
 */
export class Numbering {
  readonly #builder: IndexBuilder;
  readonly #otherwise: Otherwise;
  /** By scanner and dictionary. */
  readonly #known: Known[][] = [];
  /** By number of the type: the version in its name. */
  readonly #versionsOfTypes: number[] = [];

  /** `otherwise` says what counts for events that name no stream or type, and which types have no rows. */
  constructor(builder: IndexBuilder, otherwise: Otherwise) {
    this.#builder = builder;
    this.#otherwise = otherwise;
  }

  /** Learns the texts of a scan; in the order of the file. */
  learn(scanner: number, { begins, texts, hasUnusedTexts, unnamed }: ScannedTexts): void {
    if (begins || this.#known[scanner] === undefined) {
      // Types whose lines are parsed have numbers from the beginning, and perhaps never an event.
      const areAllRead = this.#otherwise.parsedTypes === undefined;
      this.#known[scanner] = scannedTexts.map((name) => newKnown(name !== 'types' || areAllRead));
    }
    const { streams, types, schemaVersions } = this.#builder;
    for (const [dictionary, table] of [streams, types, schemaVersions].entries()) {
      const known = this.#known[scanner][dictionary]!;
      const first = known.texts.length;
      for (const text of texts[dictionary]!) known.texts.push(text);
      if (known.texts.length > known.numbers.length) {
        known.numbers = resized(known.numbers, new Int32Array(2 * known.texts.length));
      }
      // What stands for none comes in with its row as well.
      known.isComplete &&= !hasUnusedTexts && !unnamed[dictionary]!;
      if (known.isComplete) {
        for (let number = first; number < known.texts.length; number++) {
          known.numbers[number] = table.intern(known.texts[number]!);
          known.isSame &&= known.numbers[number] === number;
        }
      } else known.numbers.fill(-1, first, known.texts.length);
    }
  }

  /** Renumbers the rows from `from` to `to` of a scan whose texts are known. */
  apply(scanner: number, { rows, unnamed }: Pick<ScannedRows, 'rows' | 'unnamed'>, from: number, to: number): void {
    const { streams, types, schemaVersions } = this.#builder;
    const [ofStreams, ofTypes, ofVersions] = this.#known[scanner]!;
    const { stream, type, schemaVersion } = rows;
    const { streamOtherwise, typeOtherwise = '' } = this.#otherwise;
    renumber(stream, streams, ofStreams!, from, to, unnamed[0]! ? () => streams.intern(streamOtherwise) : null);
    renumber(type, types, ofTypes!, from, to, unnamed[1]! ? () => types.intern(typeOtherwise) : null);
    const ofType = (i: number): number => this.#versionOfType(type[i]!);
    renumber(schemaVersion, schemaVersions, ofVersions!, from, to, unnamed[2]! ? ofType : null);
  }

  #versionOfType(type: number): number {
    const { types, schemaVersions } = this.#builder;
    this.#versionsOfTypes[type] ??= schemaVersions.intern(versionOfType(types.text(type)));
    return this.#versionsOfTypes[type];
  }
}

const newKnown = (isComplete: boolean): Known => ({
  texts: [],
  numbers: new Int32Array(256),
  isComplete,
  isSame: true,
});

/** Puts the table's numbers in place of a scanner's; `otherwise` answers that of a row without one, if there are any. */
function renumber(
  column: Uint32Array,
  table: StringTable,
  known: Known,
  from: number,
  to: number,
  otherwise: ((row: number) => number) | null,
): void {
  const { texts, numbers } = known;
  if (otherwise === null && known.isSame && known.isComplete) return;
  for (let i = from; i < to; i++) {
    const number = column[i]!;
    if (number === NOT_NAMED) column[i] = otherwise!(i);
    else {
      if (numbers[number]! < 0) numbers[number] = table.intern(texts[number]!);
      column[i] = numbers[number]!;
    }
  }
}
