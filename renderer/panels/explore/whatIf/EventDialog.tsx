import './EventDialog.css';
import { useState } from 'react';
import { parseJson, stringifyJson } from '../../../../shared/json.ts';
import { DEEPEST, deeperThan } from '../../../../shared/jsonDepth.ts';
import type { BranchEdit, ScratchEvent } from '../../../../shared/model/branch.ts';
import type { RecordedEvent } from '../../../../shared/model/event.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { focusHere } from '../../../widgets/focusHere.ts';
import { Skeleton } from '../../../widgets/Skeleton.tsx';

interface Props {
  /** The event that is edited, or behind which a new one is put. */
  readonly ordinal: number;
  readonly inserts: boolean;
  /** What the branch already makes of the event. */
  readonly edited: Partial<ScratchEvent> | undefined;
  readonly onEdit: (edit: BranchEdit) => void;
  readonly onClose: () => void;
}

/** An event of a branch as a form: another content for a recorded one, or a new one. */
export function EventDialog(props: Props): React.JSX.Element {
  const { ordinal, inserts, onClose } = props;
  const { data, error } = useRequest('events.get', { ordinal });
  const title = inserts ? `A new event behind #${ordinal}` : `What if #${ordinal} had been different?`;
  return (
    <Dialog label={title} className="event-dialog" onClose={onClose}>
      <h2>{title}</h2>
      {error ? (
        <Failure title="The event cannot be read" error={error} />
      ) : data ? (
        <EventForm {...props} event={data} />
      ) : (
        <Skeleton rows={6} label="Reading the event" />
      )}
    </Dialog>
  );
}

function EventForm({
  ordinal,
  inserts,
  edited,
  event,
  onEdit,
  onClose,
}: Props & { event: RecordedEvent }): React.JSX.Element {
  const recorded = event.payload.kind === 'json' ? pretty(event.payload.text) : '{}';
  const [type, setType] = useState(edited?.type ?? event.type);
  const [streamId, setStream] = useState(edited?.streamId ?? event.streamId);
  const [version, setVersion] = useState(edited?.schemaVersion ?? event.schemaVersion ?? '');
  const [payload, setPayload] = useState(edited?.payload === undefined ? recorded : pretty(edited.payload));
  const types = useRequest('log.facets', { query: '' }).data?.types ?? [];
  const wrong = problemOf(payload);
  const schemaVersion = version.trim() === '' ? null : version.trim();
  const isSame =
    type === event.type && streamId === event.streamId && schemaVersion === event.schemaVersion && payload === recorded;
  const usable = wrong === null && type.trim() !== '' && streamId.trim() !== '' && (inserts || !isSame);
  const save = (): void => {
    if (!usable) return;
    const text = stringifyJson(parseJson(payload));
    if (inserts) {
      const made = { streamId, type, payload: text, schemaVersion, metadata: null };
      onEdit({ kind: 'insert', after: ordinal, event: made });
    } else {
      const changed = {
        ...(type === event.type ? {} : { type }),
        ...(streamId === event.streamId ? {} : { streamId }),
        ...(schemaVersion === event.schemaVersion ? {} : { schemaVersion }),
        ...(payload === recorded ? {} : { payload: text }),
      };
      onEdit({ kind: 'edit', ordinal, event: changed });
    }
    onClose();
  };
  return (
    <form
      onSubmit={(submit) => {
        submit.preventDefault();
        save();
      }}
    >
      <div className="event-dialog-row">
        <label>
          <span>Type</span>
          <input className="mono" list="event-dialog-types" value={type} onChange={(e) => setType(e.target.value)} />
        </label>
        <datalist id="event-dialog-types">
          {types.map((one) => (
            <option key={one.type} value={one.type} />
          ))}
        </datalist>
        <label>
          <span>Stream</span>
          <input className="mono" value={streamId} spellCheck={false} onChange={(e) => setStream(e.target.value)} />
        </label>
        <label className="event-dialog-version">
          <span>Version</span>
          <input className="mono" value={version} onChange={(e) => setVersion(e.target.value)} />
        </label>
      </div>
      <label>
        <span>Payload</span>
        <textarea
          className="mono"
          ref={focusHere}
          rows={12}
          spellCheck={false}
          value={payload}
          aria-invalid={wrong !== null}
          aria-describedby="event-dialog-hint"
          onChange={(e) => setPayload(e.target.value)}
          onKeyDown={(key) => {
            if (key.key === 'Enter' && (key.ctrlKey || key.metaKey)) save();
          }}
        />
      </label>
      <p id="event-dialog-hint" className={wrong === null ? 'dialog-hint' : 'dialog-bad'} aria-live="polite">
        {wrong ??
          (inserts
            ? 'It gets no position and no revision, as the store would give it its own; its time is that of the event before.'
            : 'Its place, time and ids stay as recorded.')}
      </p>
      <footer>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" disabled={!usable}>
          {inserts ? 'Add to the branch' : 'Edit on the branch'}
        </Button>
      </footer>
    </form>
  );
}

function pretty(text: string): string {
  if (deeperThan(text, DEEPEST)) return text;
  try {
    return stringifyJson(parseJson(text), 2);
  } catch {
    return text; // Whoever edits it sees what is wrong.
  }
}

function problemOf(payload: string): string | null {
  try {
    parseJson(payload);
    return null;
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
