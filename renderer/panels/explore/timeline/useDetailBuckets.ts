import { useLog, useView } from '../../../data/hooks.ts';
import { type RequestState, useRequest } from '../../../data/useRequest.ts';
import { columnWidth, evenColumnWidth } from './layout.ts';

/** The buckets of the visible range, as the timeline draws them: tracks below it ask the same and share the answer. */
export function useDetailBuckets(query: string, plotWidth: number): RequestState<'timeline.buckets'> {
  const { events } = useLog();
  const axis = useView((v) => v.axis);
  const range = useView((v) => v.range);
  const stackBy = useView((v) => v.stackBy);
  const squeezeIdle = useView((v) => v.squeezeIdle);
  return useRequest(
    'timeline.buckets',
    plotWidth > 0 && events > 0
      ? {
          axis,
          width: plotWidth,
          stackBy,
          squeezeIdle,
          query,
          from: range?.from ?? null,
          to: range?.to ?? null,
          columnWidth: evenColumnWidth(plotWidth, columnWidth),
        }
      : null,
    { refreshOn: events },
  );
}
