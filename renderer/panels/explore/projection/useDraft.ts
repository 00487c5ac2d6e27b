import { useEffect } from 'react';
import type { Vocabulary } from '../../../../shared/model/schema.ts';
import type { ReducerInfo } from '../../../../shared/model/state.ts';
import type { Draft } from '../../../../shared/model/viewState.ts';
import { useLog, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { codeOf } from './projectionForm.ts';
import { templateForm } from './templates.ts';

/** What the editor needs to know of a file's name: `null`, or why it cannot be used. */
export const nameProblem = (name: string): string | null =>
  /^[^/\\]+\.(?:js|mjs|ts|mts)$/.test(name) ? null : 'A projection is a .js or .ts file.';

export const isTypeScript = (name: string): boolean => /\.m?ts$/.test(name);

/** `shop.sqlite` → `shop.projection.js`: the name under which a store finds its own. */
export const draftName = (storeName: string): string =>
  `${storeName.replace(/(\.(gz|zst|zip))?$/i, '').replace(/\.[^.]*$/, '') || 'my'}.projection.js`;

export interface DraftState {
  /** `null` until it is known what to begin with. */
  readonly draft: Draft | null;
  /** Whether states are folded by exactly this code. */
  readonly isApplied: boolean;
}

/** The code in the editor. Begins with the projection in use, or with a count of the store's types. */
export function useDraft(
  current: ReducerInfo | null,
  all: readonly ReducerInfo[],
  vocabulary: Vocabulary | undefined,
): DraftState {
  const { view } = useServices();
  const { summary } = useLog();
  const draft = useView((v) => v.draft);
  const isProjection = current !== null && current.kind !== 'merge';
  const first = useRequest('projections.source', draft === null && isProjection ? { reducer: current.id } : null).data;
  useEffect(() => {
    if (draft !== null || current === null) return;
    const begin = (name: string, source: string): void => view.dispatch({ do: 'draft', draft: { name, source } });
    if (isProjection) {
      if (first) begin(current.name, first.source);
    } else if (vocabulary) {
      const form = templateForm('count', vocabulary) ?? { states: 'stream', field: '', rules: [] };
      begin(draftName(summary.name), codeOf(form));
    }
  }, [view, draft, current, isProjection, first, vocabulary, summary.name]);

  const isKnown = draft !== null && all.some(({ id }) => id === draft.name);
  const applied = useRequest('projections.source', isKnown ? { reducer: draft.name } : null).data;
  return { draft, isApplied: isKnown && applied?.source === draft.source && current?.id === draft.name };
}
