import { startTransition, useCallback, useEffect, useState } from 'react';
import { useServices } from '../../data/services.ts';

/** The longest that anything waits for the timeline, in milliseconds. */
const longestWait = 100;

/** `false` until the answered function is called, or for 100 ms: for what is to be drawn behind the first timeline. */
export function useLater(): readonly [isNow: boolean, go: () => void] {
  const { idle } = useServices();
  const [isNow, setNow] = useState(false);
  const go = useCallback(() => startTransition(() => setNow(true)), []);
  useEffect(() => {
    if (isNow) return;
    const timer = setTimeout(go, longestWait);
    const end = idle.busy();
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [isNow, go, idle]);
  return [isNow, go];
}
