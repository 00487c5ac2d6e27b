import {
  MAPPING_VERSION,
  type Mapping,
  type MappingInspection,
  type MappingPreview,
  type MappingSource,
} from '../../../shared/model/mapping.ts';
import type { Grant } from '../../../shared/protocol/control.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { ScanContext, StoreFormat, StoreHead } from '../formats/format.ts';
import { csvFormAs } from '../formats/lines/csvText.ts';
import { type PreparedSource, prepareSource } from '../formats/source.ts';
import { choicesOf, layoutOf } from './choices.ts';
import { firstRows } from './firstRows.ts';
import { guessMapping } from './guess.ts';
import { mappedFormatInfo } from './mappedTraits.ts';
import { previewOf } from './preview.ts';
import { nothingRemembered, type RememberedMappings } from './rememberedMappings.ts';

/** Records that a guess looks at. */
const LOOKED_AT = 100;
/** Records that a preview shows. */
const SHOWN = 50;
/** Tables that are looked into to say which is the likeliest; a database may have thousands. */
const MOST_TABLES = 100;

/**
 * Looks into stores that are to be mapped. What it has prepared of the last one (an unpacked file is large) is used
 * again until another is looked into.
 */
export class MappingDesk {
  readonly #remembered: RememberedMappings;
  #prepared: { readonly key: string; readonly source: Promise<PreparedSource> } | null = null;

  constructor(remembered: RememberedMappings) {
    this.#remembered = remembered;
  }

  /**
   * What can be mapped in a store, and a first mapping: of `source` where one is named, else the one that was given
   * with the store, the remembered one of this layout, or the likeliest. Rejects as opening a store does, but never
   * because no format knows it.
   */
  async inspect(
    grant: Grant,
    { file, source }: { readonly file?: string | undefined; readonly source?: MappingSource | undefined },
    context: ScanContext,
  ): Promise<MappingInspection> {
    let prepared: PreparedSource;
    try {
      // Looking anew: the store may have changed since.
      prepared = await this.#prepare(grant, file, context, source === undefined);
    } catch (error) {
      const files = error instanceof InspectorError ? error.data?.files : undefined;
      if (files === undefined) throw error;
      return { files, choices: [], mapping: null, remembered: false, damage: null };
    }
    const { head } = prepared;
    const given = source === undefined ? grant.mapping : undefined;
    const { mapping: remembered, damage } = source === undefined ? this.#remembered.of(head) : nothingRemembered;
    const choices = choicesOf(head).map((choice) =>
      file === undefined ? choice : { ...choice, source: { ...choice.source, file } },
    );
    if (head.tables === null || source !== undefined) {
      const from = source ?? choices[0]?.source;
      const mapping = given ?? remembered ?? (from === undefined ? null : guessOf(prepared, from).mapping);
      return { files: [], choices, mapping, remembered: remembered !== null, damage };
    }
    const guessed = [];
    for (const choice of choices.slice(0, MOST_TABLES)) {
      guessed.push({ choice, ...guessOf(prepared, choice.source) });
      await context.breathe({ phase: 'detect', done: guessed.length, total: choices.length, unit: 'files' });
      context.signal.throwIfAborted();
    }
    guessed.sort((a, b) => b.score - a.score);
    return {
      files: [],
      choices: [...guessed.map(({ choice }) => choice), ...choices.slice(MOST_TABLES)],
      mapping: given ?? remembered ?? guessed[0]?.mapping ?? null,
      remembered: remembered !== null,
      damage,
    };
  }

  /** The first records as a mapping reads them. */
  async preview(grant: Grant, mapping: Mapping, context: ScanContext): Promise<MappingPreview> {
    const { source, head } = await this.#prepare(grant, mapping.source.file, context, false);
    return previewOf(mapping, source, head, SHOWN);
  }

  /** Forgets the mapping that is remembered for a store's layout; whether there was one. */
  async forget(grant: Grant, file: string | undefined, context: ScanContext): Promise<boolean> {
    const { head } = await this.#prepare(grant, file, context, false);
    const layout = layoutOf(head);
    const { mapping, damage } = this.#remembered.of(head);
    if (layout === null || (mapping === null && damage === null)) return false;
    this.#remembered.set(layout, null);
    return true;
  }

  /** Removes what was prepared. */
  close(): void {
    // What could not be prepared has left nothing behind.
    this.#prepared?.source.then(({ source }) => source.dispose()).catch(() => undefined);
    this.#prepared = null;
  }

  async #prepare(grant: Grant, file: string | undefined, context: ScanContext, anew: boolean): Promise<PreparedSource> {
    const key = JSON.stringify([grant.ref, file]);
    const isThere = !anew && this.#prepared?.key === key;
    if (!isThere) {
      this.close();
      const source = prepareSource([grant.path, ...(grant.others ?? [])], context, { candidates: [anyRecords], file });
      const mine = { key, source };
      this.#prepared = mine;
      source.catch(() => {
        if (this.#prepared === mine) this.#prepared = null;
      });
    }
    try {
      return await this.#prepared!.source;
    } catch (error) {
      // Whoever began it may have left: that is no answer to those who wait with them.
      if (!isThere || !(error instanceof InspectorError) || error.code !== 'cancelled') throw error;
      return this.#prepare(grant, file, context, true);
    }
  }
}

/** Matches whatever has records, so that folders and archives are looked into as for a known format. */
const anyRecords: StoreFormat = {
  ...mappedFormatInfo,
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  probe: (head) =>
    head.bytes.length > 0 && choicesOf(head).length > 0
      ? { match: true }
      : { match: false, reason: 'It holds neither tables nor JSON nor columns.' },
  partShape: (head) => {
    const layout = head.tables === null ? layoutOf(head) : null;
    return layout === null ? null : { key: layout, header: headerOf(head) };
  },
  open: () => {
    throw new Error('What is looked into is not opened.');
  },
};

function headerOf(head: StoreHead): string | null {
  const [choice] = choicesOf(head);
  if (choice?.source.kind !== 'csv' || !choice.source.header) return null;
  const form = csvFormAs(head, choice.source.delimiter, true);
  return typeof form === 'string' ? null : Buffer.from(head.bytes.subarray(0, form.from)).toString().trim();
}

function guessOf({ source: store, head }: PreparedSource, source: MappingSource): { mapping: Mapping; score: number } {
  try {
    const { records, columns } = firstRows(source, store, head, LOOKED_AT);
    return guessMapping(source, records, columns);
  } catch (error) {
    // A view may fail, and what a person names need not be there: the preview says so.
    if (!(error instanceof InspectorError)) throw error;
    return {
      mapping: { eventloupe: 'mapping', version: MAPPING_VERSION, source, fields: { type: 'type' } },
      score: -1,
    };
  }
}
