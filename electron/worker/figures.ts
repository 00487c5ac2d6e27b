import type { StoreSummary } from '../../shared/model/store.ts';
import { microsToIso } from '../../shared/time.ts';
import type { EventIndex } from './eventIndex/eventIndex.ts';
import type { KeptHead } from './keptIndex/layout.ts';

/** What a summary says of an index. */
type Figures = Pick<
  StoreSummary,
  'events' | 'streams' | 'firstRecordedAt' | 'lastRecordedAt' | 'complete' | 'problems' | 'indexBytes'
>;

export const figuresOf = (index: EventIndex): Figures => ({
  events: index.length,
  streams: index.streams.size,
  firstRecordedAt: microsToIso(index.firstTime),
  lastRecordedAt: microsToIso(index.lastTime),
  complete: index.complete,
  problems: index.problemCount,
  indexBytes: index.byteLength,
});

/** The same before the columns of a kept index are in. */
export const keptFigures = (head: KeptHead): Figures => ({
  events: head.length,
  streams: head.streams,
  firstRecordedAt: microsToIso(head.firstTime ?? Number.NaN),
  lastRecordedAt: microsToIso(head.lastTime ?? Number.NaN),
  complete: true,
  problems: head.problemCount,
  indexBytes: head.indexBytes,
});
