import './EventDialog.css';
import { useState } from 'react';
import type { Branch, BranchExport } from '../../../../shared/model/branch.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';

interface Props {
  readonly branch: Branch;
  readonly reducer: string;
  readonly partition: string | null;
  readonly ordinal: number;
  readonly onClose: () => void;
}

const kinds: readonly { readonly as: BranchExport; readonly title: string; readonly what: string }[] = [
  { as: 'edits', title: 'Edits', what: 'JSON Lines that whatif --edits reads again.' },
  {
    as: 'events',
    title: 'Events',
    what: 'New and changed events as JSON Lines, in the shape of this store’s records.',
  },
  { as: 'fixture', title: 'Test, JSON', what: 'Given, when, then: the events of this state, and what comes of them.' },
  { as: 'fixtureText', title: 'Test, text', what: 'The same to read.' },
];

/** A branch as a file. */
export function ExportDialog({ branch, reducer, partition, ordinal, onClose }: Props): React.JSX.Element {
  const { host } = useServices();
  const requests = useSession((session) => session.requests);
  const [said, setSaid] = useState<string | null>(null);
  const { edits, name } = branch;
  // The partition that is shown is the one of the fixture.
  const shown = useRequest('branch.shown', { reducer, partition, ordinal, edits }).data?.shown?.partition ?? '';
  const save = async (as: BranchExport): Promise<void> => {
    try {
      const params = { reducer, partition: shown, ordinal, name, edits, as };
      const file = await askOnce(requests!, 'branch.export', params, crypto.randomUUID());
      const saved = await host.saveFile(file.fileName, file.mimeType, file.text);
      setSaid(saved === null ? null : `Saved ${saved}. ${file.note}`);
    } catch (error) {
      setSaid(asInspectorError(error).message);
    }
  };
  return (
    <Dialog label="Export the branch" className="event-dialog" onClose={onClose}>
      <h2>Export “{name}”</h2>
      <ul className="dialog-list">
        {kinds.map(({ as, title, what }) => (
          <li key={as} className="export-kind">
            <Button onClick={() => void save(as)}>{title}</Button>
            <span>{what}</span>
          </li>
        ))}
      </ul>
      <footer>
        <p className="dialog-hint" role="status">
          {said}
        </p>
        <Button onClick={onClose}>Close</Button>
      </footer>
    </Dialog>
  );
}
