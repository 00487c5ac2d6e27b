import { badMapping } from '../../shared/mappingText.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import type { StoreFormat } from './formats/format.ts';
import { detect, formats } from './formats/registry.ts';
import type { PreparedSource } from './formats/source.ts';
import type { KeptOf } from './keptIndex/layout.ts';
import { layoutOf } from './mapping/choices.ts';
import { mappedFormat, misfits } from './mapping/mappedFormat.ts';
import { MAPPED } from './mapping/mappedTraits.ts';
import type { RememberedMappings } from './mapping/rememberedMappings.ts';

/** By what mapping a store is read. */
export interface MappedBy {
  readonly mapping: Mapping;
  /** Whether it was remembered, and not given. */
  readonly remembered: boolean;
  /** What the store's layout is known by; `null` where it has none. */
  readonly layout: string | null;
}

export interface ChosenFormat {
  readonly format: StoreFormat;
  /** `null` where a format of its own reads the store. */
  readonly mapped: MappedBy | null;
  /** Why a mapping that was remembered is not used; `null` where none was passed over. */
  readonly passedOver: string | null;
}

/** The formats that are asked, in this order. */
export function candidatesFor(mapping: Mapping | null, remembered: RememberedMappings | null): readonly StoreFormat[] {
  if (mapping !== null) return [mappedFormat(mapping)];
  return remembered === null ? formats : [remembered.format, ...formats];
}

/** What an index is kept of: another variant of a format makes another index of the same content. */
export const fullId = ({ id, variant }: StoreFormat): string => (variant === undefined ? id : `${id} ${variant}`);

/**
 * What reads a source whose content was detected before: then nothing of it has to be looked at. `null` where it has to,
 * since no format has that name, or a mapping of its layout was remembered, changed or forgotten since.
 */
export function knownFormat(
  { format: before, layout }: Pick<KeptOf, 'format' | 'layout'>,
  mapping: Mapping | null,
  remembered: RememberedMappings | null,
): ChosenFormat | null {
  const kept = mapping === null && layout !== null ? remembered?.ofLayout(layout) : undefined;
  const known = mapping ?? kept?.mapping ?? null;
  if (known === null) {
    const format = formats.find((one) => fullId(one) === before);
    return format ? { format, mapped: null, passedOver: kept?.damage ?? null } : null;
  }
  const format = mappedFormat(known);
  if (fullId(format) !== before) return null;
  return { format, mapped: { mapping: known, remembered: mapping === null, layout }, passedOver: null };
}

/**
 * What reads a prepared source. Throws `not-a-store`, or `bad-mapping` where the mapping that was given does not fit.
 */
export function chooseFormat(
  { head, source }: PreparedSource,
  candidates: readonly StoreFormat[],
  mapping: Mapping | null,
  remembered: RememberedMappings | null,
): ChosenFormat {
  const { format, rejections } = detect(head, candidates);
  if (mapping !== null) {
    if (format === null) throw badMapping(misfits(mapping, head));
    return { format, mapped: { mapping, remembered: false, layout: layoutOf(head) }, passedOver: null };
  }
  if (format === null) {
    throw new InspectorError('not-a-store', `"${source.name}" is no event store that this version can open.`, {
      rejections,
      advice:
        'Events as JSON Lines, as a JSON array or as CSV with a header can be opened: see the README for the field names. Of any other table or export you can say yourself where its events are: map it by hand.',
    });
  }
  const known = remembered?.of(head);
  if (format.id !== MAPPED || !known?.mapping) return { format, mapped: null, passedOver: known?.damage ?? null };
  const mapped = { mapping: known.mapping, remembered: true, layout: layoutOf(head) };
  return { format: mappedFormat(known.mapping), mapped, passedOver: null };
}
