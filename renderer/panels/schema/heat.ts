// Cells of a heat map as the background of one row. Pure.

/** Steps from nothing to the most; nothing itself has no colour. */
const levels = [12, 24, 38, 54, 74, 100];

/** How strong a count is, against the largest: by its logarithm, so that few beside many are seen. 0 to 6. */
export function countLevel(count: number, most: number): number {
  if (count <= 0) return 0;
  return Math.max(1, Math.ceil((levels.length * Math.log1p(count)) / Math.log1p(most)));
}

/** How strong a share is. 0 to 6. */
export const shareLevel = (part: number, whole: number): number =>
  part <= 0 ? 0 : Math.max(1, Math.ceil((levels.length * part) / whole));

/** A row of equally wide cells as a CSS gradient; equal neighbours are one stretch. */
export function rowBackground(cells: readonly number[], hue: string): string {
  const stops: string[] = [];
  for (let from = 0; from < cells.length; ) {
    let to = from + 1;
    while (to < cells.length && cells[to] === cells[from]) to++;
    const percent = (at: number): string => `${Number(((100 * at) / cells.length).toFixed(3))}%`;
    stops.push(`${colour(cells[from]!, hue)} ${percent(from)} ${percent(to)}`);
    from = to;
  }
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

const colour = (level: number, hue: string): string =>
  level === 0 ? 'transparent' : `color-mix(in srgb, ${hue} ${levels[level - 1]}%, transparent)`;
