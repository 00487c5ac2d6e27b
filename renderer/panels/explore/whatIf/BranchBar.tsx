import './BranchBar.css';
import { GitBranch } from 'lucide-react';
import { useState } from 'react';
import { plural } from '../../../../shared/format.ts';
import type { Branch } from '../../../../shared/model/branch.ts';
import { useServices } from '../../../data/services.ts';
import { Button } from '../../../widgets/Button.tsx';
import { ConfirmButton } from '../../../widgets/ConfirmButton.tsx';
import { Select } from '../../../widgets/Select.tsx';
import type { Branches } from './useBranches.ts';

/** Says, as long as a branch is shown, that it is not reality, and what can be done with it. */
export function BranchBar({ branches, branch }: { branches: Branches; branch: Branch }): React.JSX.Element {
  const { passing } = useServices();
  const { all, change, remove, show } = branches;
  const [name, setName] = useState<string | null>(null);
  const rename = (): void => {
    if (name !== null && name.trim() !== '' && name !== branch.name) change({ ...branch, name: name.trim() });
    setName(null);
  };
  return (
    <section className="branch-bar" aria-label="Branch">
      <GitBranch size={14} aria-hidden="true" />
      <strong>Not reality</strong>
      <input
        className="branch-name"
        aria-label="Name of the branch"
        value={name ?? branch.name}
        spellCheck={false}
        onChange={(event) => setName(event.target.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setName(null);
        }}
      />
      <span className="branch-what truncate">
        {plural(branch.edits.length, 'edit')}, on this branch alone. The store is untouched; events and timeline are
        real.
      </span>
      {all.length > 1 && (
        <Select
          label="Another branch"
          value=""
          options={[
            { value: '', title: 'Another branch' },
            ...all.filter((one) => one !== branch).map(({ id, name: title }) => ({ value: id, title })),
          ]}
          onChange={show}
        />
      )}
      <Button look="pill" onClick={() => passing.dispatch({ dialog: { kind: 'putRight' } })}>
        Put it right…
      </Button>
      <Button look="pill" onClick={() => passing.dispatch({ dialog: { kind: 'exportBranch' } })}>
        Export…
      </Button>
      <ConfirmButton key={branch.id} title="Remove" question="Remove the branch?" onConfirm={() => remove(branch)} />
      <Button look="pill" onClick={() => show(null)}>
        Back to reality
      </Button>
    </section>
  );
}
