import { useMemo, useState } from 'react';
import type { ReducerInfo } from '../../../../shared/model/state.ts';
import type { InspectorError } from '../../../../shared/protocol/errors.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { useView } from '../../../data/hooks.ts';
import { useAddProjection } from '../../../data/useAddProjection.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { useSteady } from '../../../data/useSteady.ts';

export interface Reducers {
  readonly all: readonly ReducerInfo[];
  /** The one in use; `null` until the list is known. */
  readonly current: ReducerInfo | null;
  /** Projection files beside the store that do not load. */
  readonly failures: readonly { readonly name: string; readonly message: string }[];
  /** Why the file that was chosen last was refused. */
  readonly refused: InspectorError | null;
  add(file: File): void;
}

/** `auto` stands for the first projection beside the store, else for the merge; an unknown id likewise. Pure. */
export function chosenReducer(all: readonly ReducerInfo[], wanted: string): ReducerInfo | null {
  const exact = all.find((reducer) => reducer.id === wanted);
  return exact ?? all.find((reducer) => reducer.kind !== 'merge') ?? all[0] ?? null;
}

export function useReducers(): Reducers {
  const wanted = useView((v) => v.reducer);
  const addProjection = useAddProjection();
  const [refused, setRefused] = useState<InspectorError | null>(null);
  const list = useRequest('projections.list', {});
  const add = useSteady(async (file: File): Promise<void> => {
    try {
      await addProjection(file.name, await file.text());
      setRefused(null);
    } catch (error) {
      setRefused(asInspectorError(error));
    }
  });
  return useMemo(() => {
    const all = list.data?.reducers ?? [];
    return { all, current: chosenReducer(all, wanted), failures: list.data?.failures ?? [], refused, add };
  }, [list.data, wanted, refused, add]);
}
