import { lazy, Suspense } from 'react';
import type { ChartProps } from './Chart.tsx';
import { Loading } from './Loading.tsx';

// Fetched with the code of the first panel that shows a chart, beside its first question, and not when that is
// answered.
const code = import('./Chart.tsx');
const Chart = lazy(() => code);

/** A chart, with grey rows in its place until its code is there; the page is busy so long. */
export function LazyChart({ rows, ...props }: ChartProps & { readonly rows: number }): React.JSX.Element {
  return (
    <Suspense fallback={<Loading what="the chart" rows={rows} />}>
      <Chart {...props} />
    </Suspense>
  );
}
