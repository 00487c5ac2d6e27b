import { useState } from 'react';
import type { InspectorError } from '../../../../shared/protocol/errors.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession } from '../../../data/hooks.ts';
import { Failure } from '../../../widgets/Failure.tsx';
import { FileButton } from '../../../widgets/FileButton.tsx';
import type { Branches } from './useBranches.ts';

interface Props {
  readonly branches: Pick<Branches, 'beginWith'>;
  readonly look?: 'pill';
}

/** Begins a branch with the edits of a file, as `whatif --edits` takes them and a branch is exported. */
export function ImportEdits({ branches, look }: Props): React.JSX.Element {
  const requests = useSession((session) => session.requests);
  const [refused, setRefused] = useState<InspectorError | null>(null);
  const take = async (file: File): Promise<void> => {
    if (!requests) return;
    try {
      const edits = await askOnce(requests, 'branch.parse', { text: await file.text(), stream: null });
      setRefused(null);
      branches.beginWith(file.name.replace(/\.\w+$/, ''), edits);
    } catch (error) {
      setRefused(asInspectorError(error));
    }
  };
  return (
    <>
      <FileButton
        {...(look && { look })}
        file="Edits file"
        accept=".jsonl,.ndjson,.json"
        onFile={(file) => void take(file)}
      >
        Import edits…
      </FileButton>
      {refused && <Failure title="No edits" error={refused} />}
    </>
  );
}
