// Schema versions as words and hues. Pure.

/** `v2`, `v2.1`; versions that are no numbers stand as recorded; `not recorded` for none. */
export function versionName(schemaVersion: string | null): string {
  if (schemaVersion === null) return 'not recorded';
  return /^\d/.test(schemaVersion) ? `v${schemaVersion}` : schemaVersion;
}

const order = [0, 2, 1, 3, 5, 6, 4];

/** Data hue of each version, oldest first: grey for those before there was a version, then one after the other. */
export function versionHues(schemaVersions: readonly (string | null)[]): number[] {
  let recorded = 0;
  return schemaVersions.map((version) => (version === null ? 7 : order[recorded++ % order.length]!));
}

/** Hue of each row of types with their versions, where the versions of a type follow one another. */
export function versionHueByRow(
  rows: readonly { readonly type: string; readonly schemaVersion: string | null }[],
): number[] {
  const hues: number[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from;
    while (to < rows.length && rows[to]!.type === rows[from]!.type) to++;
    hues.push(...versionHues(rows.slice(from, to).map(({ schemaVersion }) => schemaVersion)));
    from = to;
  }
  return hues;
}
