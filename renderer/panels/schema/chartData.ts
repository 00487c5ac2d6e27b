import type { VersionsOverTime } from '../../../shared/model/schema.ts';

/** The last edge at or before `at`; the first one when `at` lies before all. Edges ascend and there is at least one. */
export function edgeAt(edges: readonly number[], at: number): number {
  let found = edges[0] ?? at;
  for (const edge of edges) {
    if (edge > at) break;
    found = edge;
  }
  return found;
}

/** Numbers of the buckets that hold anything: the rows of the chart's table twin. */
export const shownBuckets = (data: VersionsOverTime): number[] =>
  data.edges.map((_, bucket) => bucket).filter((bucket) => data.series.some((s) => (s.counts[bucket] ?? 0) > 0));
