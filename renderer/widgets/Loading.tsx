import { useEffect } from 'react';
import { useServices } from '../data/services.ts';
import { Skeleton } from './Skeleton.tsx';

/** Stands in while code is fetched; the page is busy until it is there. `what`: `Schema`, `the chart`. */
export function Loading({ what, rows = 9 }: { readonly what: string; readonly rows?: number }): React.JSX.Element {
  const { idle } = useServices();
  useEffect(() => idle.busy(), [idle]);
  return <Skeleton rows={rows} label={`Loading ${what}`} />;
}
