// A version at the end of a type's name. Pure.

const typeSuffix = /(?:[._\-:#@/][vV]?|(?<=[a-z0-9])V)(\d{1,6})$/;

/**
 * The name without its version, and the version: `AccountOpened.v2`, `order_placed_v2`, `OrderPlacedV2`, `Opened#2`,
 * `opened/2`. A bare number needs one of `# @ / :` before it, so that `Invoice.2024`, `step-3` and `phase_1` stay
 * names. `null` where the name carries none.
 */
export function splitTypeVersion(type: string): { readonly name: string; readonly version: string } | null {
  const match = typeSuffix.exec(type);
  if (match === null || match.index === 0) return null;
  const marker = match[0];
  return /[vV]/.test(marker) || /^[#@/:]/.test(marker)
    ? { name: type.slice(0, match.index), version: match[1]! }
    : null;
}
