import { checkMapping } from '../../../shared/mappingText.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import type { StoreFormat, StoreHead } from '../formats/format.ts';
import type { SideFiles } from '../sideFiles/sideFiles.ts';
import { layoutOf } from './choices.ts';
import { mappedFormat } from './mappedFormat.ts';
import { MAPPED, mappedFormatInfo } from './mappedTraits.ts';

/** The mappings that a person has opened stores with, by the layout of the store: what has the same opens by itself. */
export class RememberedMappings {
  readonly #sides: Pick<SideFiles, 'read' | 'write'>;

  constructor(sides: Pick<SideFiles, 'read' | 'write'>) {
    this.#sides = sides;
  }

  /** The mapping of this layout; `null` for none, or for one that cannot be used any more. */
  of(head: StoreHead): Mapping | null {
    const layout = layoutOf(head);
    return layout === null ? null : this.ofLayout(layout);
  }

  /** The same, where the layout is known. */
  ofLayout(layout: string): Mapping | null {
    try {
      const kept = this.#sides.read(layout, 'mapping');
      return kept === null ? null : checkMapping(kept);
    } catch {
      return null; // What was kept is damaged: the store opens, or does not, as if it had not been kept.
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
      const mapping = this.of(head);
      return mapping === null ? null : mappedFormat(mapping);
    };
    return {
      ...mappedFormatInfo,
      id: MAPPED,
      firstRevision: null,
      revisionLabel: 'revision',
      globalGapsAreNormal: true,
      probe: (head) =>
        reading(head)?.probe(head) ?? { match: false, reason: 'No mapping is remembered for its layout.' },
      partShape: (head) => reading(head)?.partShape?.(head) ?? null,
      open: () => {
        throw new Error('A remembered mapping is looked up before it is opened.');
      },
    };
  }
}
