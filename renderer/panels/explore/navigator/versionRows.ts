import type { TypeCount } from '../../../../shared/model/store.ts';

export interface VersionRow {
  readonly type: string;
  readonly version: string;
  readonly label: string;
  /** Matching events of that version. */
  readonly events: number;
}

/** A row for each recorded version of the types that record any; none at all where the store records none. Pure. */
export function versionRows(all: readonly TypeCount[], matching: readonly TypeCount[]): VersionRow[] {
  const counts = new Map<string, number>();
  for (const { type, versions } of matching) {
    for (const { schemaVersion, events } of versions) counts.set(`${type} v${schemaVersion}`, events);
  }
  return all.flatMap(({ type, versions }) =>
    versions
      .filter((version) => version.schemaVersion !== null)
      .map(({ schemaVersion }) => {
        const label = `${type} v${schemaVersion}`;
        return { type, version: schemaVersion!, label, events: counts.get(label) ?? 0 };
      }),
  );
}
