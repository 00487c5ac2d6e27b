import { fieldText, sourceTitle } from '../../../shared/mappingText.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import type { StoreTraits } from '../formats/format.ts';

/** The id of every store that is read by a mapping. */
export const MAPPED = 'mapped';

/** What is said of all mapped stores, before it is known which mapping reads one. */
export const mappedFormatInfo = {
  id: MAPPED,
  name: 'Mapped by hand',
  provenBy: 'the first records, which are shown before it is opened',
} as const;

export const mappedTraits = ({ source, fields }: Mapping): StoreTraits => ({
  name: `mapped: ${sourceTitle(source)}`,
  provenBy: mappedFormatInfo.provenBy,
  firstRevision: null,
  revisionLabel: fields.revision === undefined ? 'revision' : fieldText(fields.revision),
  globalGapsAreNormal: true,
});
