import { useMemo } from 'react';
import type { Branch, BranchEdit } from '../../../../shared/model/branch.ts';
import type { InspectorError } from '../../../../shared/protocol/errors.ts';
import { useLog, usePassing, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { useSideChange } from '../../../data/useSideChange.ts';
import { useSteady } from '../../../data/useSteady.ts';
import { branchName, freeName, withEdit } from './editList.ts';

export interface Branches {
  readonly all: readonly Branch[];
  /** The branch that is shown beside reality; `null` for none. */
  readonly active: Branch | null;
  readonly error: InspectorError | undefined;
  /** Adds edits to the active branch; begins one where there is none. */
  add(...edits: BranchEdit[]): void;
  begin(): void;
  /** A new branch of this name, or one like it where it is taken, with these edits; it is shown. */
  beginWith(name: string, edits: readonly BranchEdit[]): void;
  change(branch: Branch): void;
  remove(branch: Branch): void;
  show(id: string | null): void;
}

const none: readonly Branch[] = [];

/** The branches of this store, and the one that is shown. */
export function useBranches(): Branches {
  const { view } = useServices();
  const { complete } = useLog();
  const sides = usePassing((p) => p.sides);
  const id = useView((v) => v.branch);
  const side = useSideChange();
  const { data, error } = useRequest('branches.list', complete ? {} : null, { refreshOn: sides });
  const all = data ?? none;
  const active = all.find((branch) => branch.id === id) ?? null;

  const show = useSteady((next: string | null): void => {
    view.dispatch({ do: 'useBranch', branch: next });
    view.dispatch({ do: 'showTab', tab: next === null ? 'state' : 'whatIf' });
  });
  const change = useSteady((branch: Branch): void => side('branches.put', { branch }));
  const beginWith = useSteady((name: string, edits: readonly BranchEdit[]): void => {
    const branch = { id: crypto.randomUUID(), name: freeName(name, all), edits };
    side('branches.put', { branch }, () => show(branch.id));
  });
  const add = useSteady((...edits: BranchEdit[]): void => {
    if (active === null) beginWith(branchName(edits[0]!), edits);
    else
      side('branches.put', { branch: { ...active, edits: edits.reduce(withEdit, [...active.edits]) } }, () =>
        view.dispatch({ do: 'showTab', tab: 'whatIf' }),
      );
  });
  const remove = useSteady((branch: Branch): void => {
    if (branch.id === id) show(null);
    side('branches.remove', { id: branch.id });
  });
  const begin = useSteady((): void => beginWith('What if', []));
  return useMemo(
    () => ({ all, active, error, add, begin, beginWith, change, remove, show }),
    [all, active, error, add, begin, beginWith, change, remove, show],
  );
}
