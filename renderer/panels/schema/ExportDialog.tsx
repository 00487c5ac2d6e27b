import './ExportDialog.css';
import { useState } from 'react';
import type { SchemaExportFormat } from '../../../shared/model/schema.ts';
import { useFileExport } from '../../data/useFileExport.ts';
import { Button } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import { progressText } from '../../widgets/progressText.ts';

const formats: readonly { readonly format: SchemaExportFormat; readonly title: string; readonly about: string }[] = [
  { format: 'json-schema', title: 'JSON Schema', about: 'a definition for each type and version' },
  { format: 'typescript', title: 'TypeScript', about: 'an interface for each, and their union' },
  { format: 'markdown', title: 'Markdown', about: 'fields, changes with their judgement, drift' },
];

interface Props {
  /** The type or family on screen; `null` for all types. */
  readonly type: string | null;
  readonly from: string | null;
  readonly onClose: () => void;
}

/** Saves what is known of payloads for other tools. */
export function ExportDialog({ type, from, onClose }: Props): React.JSX.Element {
  const [all, setAll] = useState(type === null);
  const { save, stop, busy, saved, error, progress } = useFileExport('schema.export');
  const close = (): void => {
    stop();
    onClose();
  };
  return (
    <Dialog label="Export schemas" onClose={close} className="schema-export">
      <h2>Export schemas</h2>
      {type !== null && (
        <label className="schema-export-all">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
          All types, not {type} alone
        </label>
      )}
      <ul>
        {formats.map(({ format, title, about }) => (
          <li key={format}>
            <Button disabled={busy} onClick={() => save({ format, type: all ? null : type, from })}>
              {title}
            </Button>
            <span>{about}</span>
          </li>
        ))}
      </ul>
      <p role="status" className={error ? 'schema-export-bad' : undefined}>
        {busy
          ? `Writing${progress ? `: ${progressText(progress)}` : '…'}`
          : error
            ? `Not saved: ${error.message}`
            : saved !== null
              ? `Saved ${saved}.`
              : 'As payloads show it: required is what every event has.'}
      </p>
      <div className="schema-export-foot">
        <Button onClick={close}>Close</Button>
      </div>
    </Dialog>
  );
}
