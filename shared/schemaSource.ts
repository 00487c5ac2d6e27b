// Where the version of a payload's shape is taken from, as a person says it. Pure.
import { InspectorError } from './protocol/errors.ts';

export type SchemaSource =
  /** As the store's format says: its own place, else keys and type names by convention. */
  | { readonly from: 'store' }
  /** The end of the type's name. */
  | { readonly from: 'type' }
  /** Nowhere: versions are inferred from the payloads of every type. */
  | { readonly from: 'inferred' }
  /** A member of metadata or payload; what a record has in further columns stands in its metadata. */
  | { readonly from: 'metadata' | 'data'; readonly path: readonly string[] };

export const storeSource: SchemaSource = { from: 'store' };

/** `store`, `type`, `inferred`, `metadata.a.b` or `data.a.b`. Throws `bad-request` for anything else. */
export function parseSchemaSource(text: string): SchemaSource {
  if (text === 'store' || text === 'type' || text === 'inferred') return { from: text };
  const [from, ...path] = text.split('.');
  if ((from === 'metadata' || from === 'data') && path.length > 0 && !path.includes('')) return { from, path };
  throw new InspectorError('bad-request', `Versions cannot be taken from "${text}".`, {
    advice:
      'Give store, type, inferred, or a path: metadata.schemaVersion, data.version. Columns that are not read otherwise stand in the metadata.',
  });
}

export const schemaSourceText = (source: SchemaSource): string =>
  source.from === 'metadata' || source.from === 'data' ? [source.from, ...source.path].join('.') : source.from;
