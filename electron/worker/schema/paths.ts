// Paths of fields as text: `lines[].sku`, `"a.b".c`. Pure.

const lastSegment = /(?:^|\.)(?:"(?:[^"\\]|\\.)*"|[^."[\]]+)$/;

/** The path of the object or array that a field is in; `''` is the payload, which is in nothing: `null`. */
export function holderPath(path: string): string | null {
  if (path === '') return null;
  if (path.endsWith('[]')) return path.slice(0, -2);
  const match = lastSegment.exec(path);
  return match ? path.slice(0, match.index) : '';
}

/** The last name of a path, without quotes; items are called as their list. */
export function nameOf(path: string): string {
  const own = path.replace(/(?:\[\])+$/, '');
  const match = lastSegment.exec(own);
  const segment = match ? match[0].replace(/^\./, '') : own;
  return segment.startsWith('"') ? (JSON.parse(segment) as string) : segment;
}
