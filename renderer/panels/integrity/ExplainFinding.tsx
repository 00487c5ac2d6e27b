import { useState } from 'react';
import type { Finding } from '../../../shared/model/finding.ts';
import type { InspectorError } from '../../../shared/protocol/errors.ts';
import { asInspectorError } from '../../data/asInspectorError.ts';
import { askOnce } from '../../data/askOnce.ts';
import { useSession } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { Button } from '../../widgets/Button.tsx';

/** Why a finding is as it should be: shown where somebody has said it, and the way to say it, change it or take it back. */
export function ExplainFinding({ finding }: { readonly finding: Finding }): React.JSX.Element {
  const { passing } = useServices();
  const requests = useSession((session) => session.requests);
  const [editing, setEditing] = useState(false);
  const [refused, setRefused] = useState<InspectorError | null>(null);
  const { explained } = finding;

  const save = async (note: string | null): Promise<void> => {
    if (!requests) return;
    try {
      await askOnce(requests, 'integrity.explain', { findingId: finding.id, note }, crypto.randomUUID());
      setRefused(null);
      setEditing(false);
      passing.dispatch({ sides: passing.get().sides + 1 });
    } catch (error) {
      setRefused(asInspectorError(error));
    }
  };

  if (editing) {
    return (
      <form
        className="integrity-note-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save(String(new FormData(event.currentTarget).get('note')));
        }}
        onKeyDown={(event) => {
          event.stopPropagation(); // Letters are keys of the app.
          if (event.key === 'Escape') setEditing(false);
        }}
      >
        <label>
          Why is this as it should be?
          {/* biome-ignore lint/a11y/noAutofocus: the person has just asked to write here */}
          <textarea name="note" rows={2} maxLength={2000} defaultValue={explained ?? ''} autoFocus />
        </label>
        {refused && <p className="integrity-refused">{refused.message}</p>}
        <Button look="primary" type="submit">
          Keep note
        </Button>
        <Button look="quiet" onClick={() => setEditing(false)}>
          Cancel
        </Button>
      </form>
    );
  }
  if (explained === undefined) {
    return (
      <Button look="quiet" className="integrity-explain" onClick={() => setEditing(true)}>
        Explain…
      </Button>
    );
  }
  return (
    <p className="integrity-note">
      <b>Explained:</b> {explained}{' '}
      <Button look="quiet" className="integrity-explain" onClick={() => setEditing(true)}>
        Edit
      </Button>
      <Button look="quiet" className="integrity-explain" onClick={() => void save(null)}>
        Take back
      </Button>
      {refused && <span className="integrity-refused">{refused.message}</span>}
    </p>
  );
}
