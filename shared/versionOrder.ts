const parts = (version: string): string[] => version.replace(/^v(?=\d)/i, '').match(/\d+|\D+/g) ?? [];

/**
 * Order of schema versions: runs of digits compare as numbers (`2` before `10`, `1.9` before `1.10`, `v2` as `2`), the
 * rest as text; "not recorded" comes first.
 */
export function compareVersions(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const left = parts(a);
  const right = parts(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i]!;
    const y = right[i]!;
    const bothNumbers = /^\d/.test(x) && /^\d/.test(y);
    if (bothNumbers) {
      const difference = BigInt(x) - BigInt(y);
      if (difference !== 0n) return difference < 0n ? -1 : 1;
    } else if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

/** `v2`, `1.0` with a `v` in front where the version begins with a digit; `no version` for null. */
export const versionLabel = (version: string | null): string =>
  version === null ? 'no version' : /^\d/.test(version) ? `v${version}` : version;

/** What a reader of a version reads: `v2`, or `events without a version`. */
export const readersOf = (version: string | null): string =>
  version === null ? 'events without a version' : versionLabel(version);
