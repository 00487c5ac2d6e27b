import type { TypeCount } from '../../../shared/model/store.ts';

/** The type shown first: the one with most versions, then with most events. */
export const firstShown = (types: readonly TypeCount[]): string | null =>
  types.reduce<TypeCount | null>(
    (best, type) =>
      best === null ||
      type.versions.length > best.versions.length ||
      (type.versions.length === best.versions.length && type.events > best.events)
        ? type
        : best,
    null,
  )?.type ?? null;
