import { resized } from '../../eventIndex/columns.ts';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type { StringTable } from '../../eventIndex/stringTable.ts';
import { versionOfType } from '../schemaVersion.ts';
import type { EnvelopePlaces } from './dialect.ts';
import { NOT_NAMED, type ScannedLines, scannedTexts } from './lineScanner.ts';

/** Numbers that one scanner gave, with those of the index; -1 for what no event of the index has so far. */
interface Known {
  readonly texts: string[];
  numbers: Int32Array;
}

type Otherwise = Pick<EnvelopePlaces, 'streamOtherwise' | 'typeOtherwise'>;

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

  /** `otherwise` says what counts for events that name no stream or type. */
  constructor(builder: IndexBuilder, otherwise: Otherwise) {
    this.#builder = builder;
    this.#otherwise = otherwise;
  }

  /** Learns the texts of a scan; in the order of the file. */
  learn(scanner: number, { begins, texts }: Pick<ScannedLines, 'begins' | 'texts'>): void {
    if (begins || this.#known[scanner] === undefined) {
      this.#known[scanner] = scannedTexts.map(() => ({ texts: [], numbers: new Int32Array(256) }));
    }
    for (const [dictionary, found] of texts.entries()) {
      const known = this.#known[scanner][dictionary]!;
      const first = known.texts.length;
      for (const text of found) known.texts.push(text);
      if (known.texts.length > known.numbers.length) {
        known.numbers = resized(known.numbers, new Int32Array(2 * known.texts.length));
      }
      known.numbers.fill(-1, first, known.texts.length);
    }
  }

  /** Renumbers the rows from `from` to `to` of a scan whose texts are known. */
  apply(scanner: number, { rows }: Pick<ScannedLines, 'rows'>, from: number, to: number): void {
    const { streams, types, schemaVersions } = this.#builder;
    const [ofStreams, ofTypes, ofVersions] = this.#known[scanner]!;
    const { stream, type, schemaVersion } = rows;
    const { streamOtherwise, typeOtherwise = '' } = this.#otherwise;
    for (let i = from; i < to; i++) {
      const number = stream[i]!;
      stream[i] = number === NOT_NAMED ? streams.intern(streamOtherwise) : numberIn(streams, ofStreams!, number);
      const named = type[i]!;
      const typeNumber = named === NOT_NAMED ? types.intern(typeOtherwise) : numberIn(types, ofTypes!, named);
      type[i] = typeNumber;
      const version = schemaVersion[i]!;
      schemaVersion[i] =
        version === NOT_NAMED ? this.#versionOfType(typeNumber) : numberIn(schemaVersions, ofVersions!, version);
    }
  }

  #versionOfType(type: number): number {
    const { types, schemaVersions } = this.#builder;
    this.#versionsOfTypes[type] ??= schemaVersions.intern(versionOfType(types.text(type)));
    return this.#versionsOfTypes[type];
  }
}

function numberIn(table: StringTable, { texts, numbers }: Known, number: number): number {
  const known = numbers[number]!;
  if (known >= 0) return known;
  numbers[number] = table.intern(texts[number]!);
  return numbers[number]!;
}
