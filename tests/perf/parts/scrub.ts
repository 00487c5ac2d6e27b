import { measure } from '../child.ts';
import { alone, atMost, type Comparison } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import type { Scrubbed } from '../measurements/scrubbing.ts';
import { mixedLog } from '../mixedData.ts';
import { summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part } from './part.ts';

const RUNS = 3;

/** The page in a real browser: how soon it shows a timeline, and whether a drag of the playhead stutters. */
export const scrubPart: Part = {
  name: 'scrub',
  title: 'the page in a browser: first timeline, dragging the playhead',
  run: (bench) => {
    const { chromium } = bench;
    if (chromium === null) {
      return [{ what: 'drag of the playhead', ours: null, peer: null, goals: [], skipped: 'there is no Chromium' }];
    }
    return [
      ...pageLines(bench, chromium, '1M events', jsonLinesLog(bench.folder, MILLION), { isKept: true, hasGoals: true }),
      ...pageLines(bench, chromium, 'mixed payloads', mixedLog(bench.folder), { isKept: false, hasGoals: false }),
    ];
  },
};

/** One drag is some 240 frames. The worst of all runs is told, and of what a drag is like the median of runs. */
function pageLines(
  bench: Bench,
  chromium: string,
  name: string,
  path: string,
  { isKept, hasGoals }: { readonly isKept: boolean; readonly hasGoals: boolean },
): Comparison[] {
  const runs = Array.from({ length: RUNS }, (_, run): Scrubbed => {
    bench.say(`drag of the playhead, ${name}, round ${run + 1}`);
    return measure('scrub', { path, chromium, isKept });
  });
  const goals = (limit: number) => (hasGoals ? [atMost(limit)] : []);
  const worstFrames = runs.map(({ frames }) => Math.max(...frames));
  const worstTasks = runs.map(({ longTasks }) => Math.max(0, ...longTasks));
  const frames = runs.flatMap((run) => run.frames);
  return [
    alone(
      `first timeline on screen, ${name}`,
      summarize(
        runs.map(({ firstTimelineMs }) => firstTimelineMs),
        'ms',
      ),
      goals(300),
    ),
    alone(
      `first timeline on screen, ${name}, the page just started`,
      summarize(
        runs.map(({ firstTimelineColdMs }) => firstTimelineColdMs),
        'ms',
      ),
      goals(300),
    ),
    alone(
      `first timeline on screen, ${name}, since the page began to load`,
      summarize(
        runs.map(({ fromLoadMs }) => fromLoadMs),
        'ms',
      ),
    ),
    alone(`drag of the playhead, ${name}: frames`, summarize(frames, 'ms', { counted: 'points', p: 95 })),
    alone(`drag of the playhead, ${name}: longest frame of a run`, summarize(worstFrames, 'ms'), goals(33)),
    alone(`drag of the playhead, ${name}: longest task over 50 ms`, summarize(worstTasks, 'ms'), goals(50)),
  ];
}
