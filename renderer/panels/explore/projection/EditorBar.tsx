// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import { Check, Save, TableProperties, X } from 'lucide-react';
import { useState } from 'react';
import type { Vocabulary } from '../../../../shared/model/schema.ts';
import type { ReducerInfo } from '../../../../shared/model/state.ts';
import type { Draft } from '../../../../shared/model/viewState.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useLog, useSession } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useAddProjection } from '../../../data/useAddProjection.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { useSteady } from '../../../data/useSteady.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Select } from '../../../widgets/Select.tsx';
import { codeOf } from './projectionForm.ts';
import { type TemplateId, templateForm, templates } from './templates.ts';
import { draftName, nameProblem } from './useDraft.ts';

interface Props {
  readonly draft: Draft | null;
  readonly isApplied: boolean;
  readonly reducers: readonly ReducerInfo[];
  readonly vocabulary: Vocabulary | undefined;
  /** Other code was put in. */
  readonly onReplaced: () => void;
}

/** The file's name, what to begin with, and what is done with the code. */
export function EditorBar({ draft, isApplied, reducers, vocabulary, onReplaced }: Props): React.JSX.Element {
  const { view, passing, host } = useServices();
  const { summary } = useLog();
  const requests = useSession((session) => session.requests);
  const add = useAddProjection();
  const [refused, setRefused] = useState<string | null>(null);
  const wrongName = draft === null ? null : nameProblem(draft.name);
  const isReady = draft !== null && wrongName === null;

  const attempt = async (what: () => Promise<void>): Promise<void> => {
    try {
      await what();
      setRefused(null);
    } catch (error) {
      setRefused(asInspectorError(error).message);
    }
  };
  const replace = (next: Draft): void => {
    view.dispatch({ do: 'draft', draft: next });
    passing.dispatch({ message: 'Put other code in the editor. Ctrl+Z there brings back what was in it.' });
    onReplaced();
  };
  const begin = (choice: string): void =>
    void attempt(async () => {
      const [kind, id] = [choice.slice(0, choice.indexOf(':')), choice.slice(choice.indexOf(':') + 1)];
      if (kind === 'file') {
        const { source } = await askOnce(requests!, 'projections.source', { reducer: id }, crypto.randomUUID());
        replace({ name: id, source });
      } else if (vocabulary) {
        const form = templateForm(id as TemplateId, vocabulary);
        if (form) replace({ name: draft?.name ?? draftName(summary.name), source: codeOf(form) });
      }
    });
  const apply = useSteady((): void => {
    if (isReady)
      void attempt(async () => {
        const { name } = await add(draft.name, draft.source);
        passing.dispatch({ message: `States are folded by ${name} now.` });
      });
  });
  const save = useSteady((): void => {
    if (isReady)
      void attempt(async () => {
        const saved = await host.saveFile(draft.name, 'text/javascript', draft.source, true);
        if (saved !== null) passing.dispatch({ message: savedText(saved, host.kind, summary.name) });
      });
  });
  useCommand('projection.apply', apply);
  useCommand('projection.save', save);

  const offered = vocabulary ? templates.filter(({ id }) => templateForm(id, vocabulary) !== null) : [];
  return (
    <div className="editor-bar">
      <div className="editor-bar-row">
        <input
          className="editor-name mono"
          aria-label="File name"
          aria-invalid={wrongName !== null}
          spellCheck={false}
          value={draft?.name ?? ''}
          disabled={draft === null}
          onChange={(event) => draft && view.dispatch({ do: 'draft', draft: { ...draft, name: event.target.value } })}
        />
        <Select
          label="Begin with"
          value=""
          options={[
            { value: '', title: 'Begin with…' },
            ...offered.map(({ id, title }) => ({ value: `template:${id}`, title })),
            ...reducers
              .filter(({ kind }) => kind !== 'merge')
              .map(({ id, name }) => ({ value: `file:${id}`, title: name })),
          ]}
          onChange={begin}
        />
        <Button look="pill" disabled={!vocabulary} onClick={() => passing.dispatch({ dialog: 'projectionForm' })}>
          <TableProperties size={13} aria-hidden="true" />
          Form…
        </Button>
        <span className="editor-bar-space" />
        <Button look="pill" title={saveTitle[host.kind]} disabled={!isReady} onClick={save}>
          <Save size={13} aria-hidden="true" />
          {host.kind === 'electron' ? 'Save…' : 'Download'}
        </Button>
        <Button
          look="pill"
          className="editor-apply"
          title="Fold states with this code (Ctrl/Cmd+Enter)"
          disabled={!isReady || isApplied}
          onClick={apply}
        >
          <Check size={13} aria-hidden="true" />
          {isApplied ? 'Applied' : 'Apply'}
        </Button>
        <Button
          look="icon"
          aria-label="Close the editor"
          title="Close the editor: the code is kept as long as the store is open"
          onClick={() => view.dispatch({ do: 'showBench', bench: null })}
        >
          <X size={15} aria-hidden="true" />
        </Button>
      </div>
      {(wrongName ?? refused) && (
        <p className="editor-refused" role="alert">
          {wrongName ?? refused}
        </p>
      )}
    </div>
  );
}

const saveTitle = {
  electron: 'Save the code, beside the store unless you choose another place (Ctrl/Cmd+S)',
  browser: 'Download the code (Ctrl/Cmd+S). A browser may not write beside the store: put it there yourself',
} as const;

const savedText = (name: string, host: 'electron' | 'browser', store: string): string =>
  host === 'electron'
    ? `Saved ${name}.`
    : `Downloaded ${name}. A browser may not write beside ${store}: put the file there, and it is loaded with the store.`;
