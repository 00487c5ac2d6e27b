import { useMemo } from 'react';
import type { StateTarget } from '../../../shared/model/state.ts';
import { useLog, useView } from '../../data/hooks.ts';
import { useReducers } from './inspector/useReducers.ts';

/** Whose state is shown, at the playhead; `null` while that is not known. */
export function useTarget(playhead: number): (StateTarget & { readonly ordinal: number }) | null {
  const { events } = useLog();
  const partition = useView((v) => v.partition);
  const reducer = useReducers().current?.id ?? null;
  return useMemo(
    () => (events === 0 || reducer === null ? null : { reducer, partition, ordinal: playhead }),
    [events, reducer, partition, playhead],
  );
}
