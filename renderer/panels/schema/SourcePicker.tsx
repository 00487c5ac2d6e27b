import './SourcePicker.css';
import { useState } from 'react';
import { Button } from '../../widgets/Button.tsx';
import { Select } from '../../widgets/Select.tsx';
import type { ChosenSource } from './useSchemaSource.ts';

type Choice = 'store' | 'type' | 'inferred' | 'path';

const choices: readonly { readonly value: Choice; readonly title: string }[] = [
  { value: 'store', title: 'the store’s own place' },
  { value: 'type', title: 'the end of the type' },
  { value: 'inferred', title: 'the payloads, inferred' },
  { value: 'path', title: 'a path…' },
];

const choiceOf = (from: string | null | undefined): Choice =>
  from === 'type' || from === 'inferred' ? from : from?.includes('.') ? 'path' : 'store';

/** Where the version of an event is taken from: kept for this store. */
export function SourcePicker({ source }: { readonly source: ChosenSource }): React.JSX.Element {
  const { from, problem, choose } = source;
  const [editing, setEditing] = useState(false);
  const shown = editing ? 'path' : choiceOf(from);
  const [path, setPath] = useState<string | null>(null);
  const text = path ?? (from?.includes('.') ? from : 'metadata.');
  return (
    <div className="schema-source">
      <Select
        label="Versions from"
        showLabel
        value={shown}
        options={choices}
        onChange={(choice) => {
          setEditing(choice === 'path');
          if (choice !== 'path') choose(choice === 'store' ? null : choice);
        }}
      />
      {shown === 'path' && (
        <form
          className="schema-source-path"
          onSubmit={(event) => {
            event.preventDefault();
            setEditing(false);
            choose(text);
          }}
        >
          <input
            type="text"
            className="schema-input mono"
            aria-label="Path of the version"
            spellCheck={false}
            value={text}
            onChange={(event) => setPath(event.target.value)}
          />
          <Button type="submit" look="pill">
            Use
          </Button>
          <p>
            <span className="mono">metadata.…</span> or <span className="mono">data.…</span>; columns that nothing else
            is read from stand in the metadata.
          </p>
        </form>
      )}
      {problem !== null && <p role="alert">{problem}</p>}
    </div>
  );
}
