import { checkMapping } from '../../../shared/mappingText.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import { toWire } from '../../../shared/protocol/errors.ts';
import type { StoreFormat, StoreHead } from '../formats/format.ts';
import type { SideFiles } from '../sideFiles/sideFiles.ts';
import { layoutOf } from './choices.ts';
import { mappedFormat } from './mappedFormat.ts';
import { MAPPED, mappedFormatInfo } from './mappedTraits.ts';

/** What is kept for a layout: the mapping, or why it cannot be used any more; neither where nothing is. */
export interface Remembered {
  readonly mapping: Mapping | null;
  /** A sentence. The store opens, or does not, as if nothing had been kept. */
  readonly damage: string | null;
}

export const nothingRemembered: Remembered = { mapping: null, damage: null };

/** The mappings that a person has opened stores with, by the layout of the store: what has the same opens by itself. */
export class RememberedMappings {
  readonly #sides: Pick<SideFiles, 'read' | 'write'>;

  constructor(sides: Pick<SideFiles, 'read' | 'write'>) {
    this.#sides = sides;
  }

  /** What is kept for this layout. */
  of(head: StoreHead): Remembered {
    const layout = layoutOf(head);
    return layout === null ? nothingRemembered : this.ofLayout(layout);
  }

  /** The same, where the layout is known. */
  ofLayout(layout: string): Remembered {
    try {
      const kept = this.#sides.read(layout, 'mapping');
      return kept === null ? nothingRemembered : { mapping: checkMapping(kept), damage: null };
    } catch (error) {
      const { message } = toWire(error);
      return { mapping: null, damage: `The mapping that is remembered for its layout is not used: ${message}` };
    }
  }

  /** Keeps a mapping for a layout; `null` forgets it. Which file of a folder it read is not kept with it. */
  set(layout: string, mapping: Mapping | null): void {
    if (mapping === null) this.#sides.write(layout, 'mapping', null);
    else {
      const { file: _thisTime, ...source } = mapping.source;
      this.#sides.write(layout, 'mapping', { ...mapping, source });
    }
  }

  /** Asked before all formats: matches what a remembered mapping reads. */
  get format(): StoreFormat {
    const reading = (head: StoreHead): StoreFormat | null => {
      const { mapping } = this.of(head);
      return mapping === null ? null : mappedFormat(mapping);
    };
    return {
      ...mappedFormatInfo,
      id: MAPPED,
      firstRevision: null,
      revisionLabel: 'revision',
      globalGapsAreNormal: true,
      probe: (head) =>
        reading(head)?.probe(head) ?? {
          match: false,
          reason: this.of(head).damage ?? 'No mapping is remembered for its layout.',
        },
      partShape: (head) => reading(head)?.partShape?.(head) ?? null,
      open: () => {
        throw new Error('A remembered mapping is looked up before it is opened.');
      },
    };
  }
}
