import { useCallback, useRef } from 'react';

/** A handler that stays the same function and does what the newest `run` does: for components that are memoised. */
export function useSteady<A extends readonly unknown[]>(run: (...args: A) => void): (...args: A) => void {
  const latest = useRef(run);
  latest.current = run;
  return useCallback((...args: A) => latest.current(...args), []);
}
