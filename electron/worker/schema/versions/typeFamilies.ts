// Types whose names differ in a version alone: `OrderPlaced` and `OrderPlacedV2` are versions of one. Pure.
import { splitTypeVersion } from '../../../../shared/typeVersion.ts';

export interface TypeFamilies {
  /** By the name that they share: its types, in the order given. A family has at least one name with a version. */
  readonly families: ReadonlyMap<string, readonly string[]>;
  /**
   * The version that a type's name says; a name without one is version 1 beside others of its family. `null` for
   * none.
   */
  versionOf(type: string): string | null;
}

export function typeFamilies(types: readonly string[]): TypeFamilies {
  const families = new Map<string, string[]>();
  for (const type of types) {
    const name = splitTypeVersion(type)?.name;
    if (name !== undefined && !families.has(name)) families.set(name, []);
  }
  for (const type of types) families.get(splitTypeVersion(type)?.name ?? type)?.push(type);
  return {
    families,
    versionOf: (type) => splitTypeVersion(type)?.version ?? (families.has(type) ? '1' : null),
  };
}
