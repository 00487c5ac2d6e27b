import './EventDialog.css';
import { useState } from 'react';
import type { BranchEdit } from '../../../../shared/model/branch.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession } from '../../../data/hooks.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { focusHere } from '../../../widgets/focusHere.ts';

interface Props {
  readonly ordinal: number;
  readonly onEdit: (edit: BranchEdit) => void;
  readonly onClose: () => void;
}

/** Puts an event somewhere else on the branch. */
export function MoveDialog({ ordinal, onEdit, onClose }: Props): React.JSX.Element {
  const requests = useSession((session) => session.requests);
  const [point, setPoint] = useState(`#${ordinal + 1}`);
  const [wrong, setWrong] = useState<string | null>(null);
  const moveTo = (after: number): void => {
    onEdit({ kind: 'move', ordinal, after });
    onClose();
  };
  const save = async (): Promise<void> => {
    try {
      const found = await askOnce(requests!, 'log.point', { point });
      if (found === null) moveTo(-1);
      else if (found.ordinal === ordinal) setWrong(`#${ordinal} cannot be put behind itself.`);
      else moveTo(found.ordinal);
    } catch (error) {
      setWrong(asInspectorError(error).message);
    }
  };
  const title = `What if #${ordinal} had come at another time?`;
  return (
    <Dialog label={title} className="event-dialog" onClose={onClose}>
      <h2>{title}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label>
          <span>Behind</span>
          <input
            className="mono"
            ref={focusHere}
            value={point}
            spellCheck={false}
            aria-invalid={wrong !== null}
            aria-describedby="move-hint"
            onChange={(event) => {
              setPoint(event.target.value);
              setWrong(null);
            }}
          />
        </label>
        <p id="move-hint" className={wrong === null ? 'dialog-hint' : 'dialog-bad'} aria-live="polite">
          {wrong ?? '#241, a position, a time such as 2026-03-02T10:00Z, or end'}
        </p>
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          {ordinal > 0 && <Button onClick={() => moveTo(-1)}>Before all others</Button>}
          <Button look="primary" type="submit">
            Move on the branch
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
