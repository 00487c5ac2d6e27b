import { measure } from '../child.ts';
import { alone, atMost, type Comparison, type Goal } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import type { Dragged, Scrubbed } from '../measurements/scrubbing.ts';
import { mixedLog } from '../mixedData.ts';
import { type Summary, summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part } from './part.ts';

const RUNS = 2;
/** Where nothing is promised one run has to do: each takes a quarter of a minute. */
const RUNS_WITHOUT_GOALS = 1;

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

/** One drag is some 240 frames; told is the 95th percentile of all, and the median of the runs' longest. */
function pageLines(
  bench: Bench,
  chromium: string,
  name: string,
  path: string,
  { isKept, hasGoals }: { readonly isKept: boolean; readonly hasGoals: boolean },
): Comparison[] {
  const runs = Array.from({ length: hasGoals ? RUNS : RUNS_WITHOUT_GOALS }, (_, run): Scrubbed => {
    bench.say(`drag of the playhead, ${name}, round ${run + 1}`);
    // The bare page is the same all the time.
    return measure('scrub', { path, chromium, isKept, withBare: hasGoals && run === 0 });
  });
  const goals = (limit: number) => (hasGoals ? [atMost(limit)] : []);
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
    beside('frames', runs, (drags) =>
      summarize(
        drags.flatMap(({ frames }) => frames),
        'ms',
        { counted: 'points', p: 95 },
      ),
    ),
    beside('longest frame of a run', runs, (drags) => worst(drags.map(({ frames }) => frames)), goals(33)),
    // The bare page has no such task at all, and nothing can be told through nothing.
    alone(
      `drag of the playhead, ${name}: longest task over 50 ms`,
      worst(runs.map(({ drag }) => drag.longTasks)),
      goals(50),
    ),
  ];

  /** A figure of the drags beside the same of the bare page. */
  function beside(
    what: string,
    of: readonly Scrubbed[],
    figure: (drags: readonly Dragged[]) => Summary,
    goal: Goal[] = [],
  ): Comparison {
    const bare = of.flatMap(({ bareDrag }) => bareDrag ?? []);
    return {
      what: `drag of the playhead, ${name}: ${what}`,
      ours: figure(of.map(({ drag }) => drag)),
      peer: bare.length === 0 ? null : { name: 'bare page', figure: figure(bare) },
      goals: goal,
    };
  }
}

/** The median over the runs of the longest of each. */
const worst = (runs: readonly (readonly number[])[]): Summary =>
  summarize(
    runs.map((times) => Math.max(0, ...times)),
    'ms',
  );
