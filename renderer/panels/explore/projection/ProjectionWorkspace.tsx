import './ProjectionWorkspace.css';
import { useMemo, useRef } from 'react';
import type { Vocabulary } from '../../../../shared/model/schema.ts';
import type { DryRun } from '../../../../shared/model/state.ts';
import { usePassing, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { useSettled } from '../../../data/useSettled.ts';
import CodeEditor from '../../../widgets/CodeEditor.tsx';
import type { CodeEditorHandle } from '../../../widgets/createCodeEditor.ts';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { useReducers } from '../inspector/useReducers.ts';
import { completionsFor } from './completions.ts';
import { DryRunPane } from './DryRunPane.tsx';
import { EditorBar } from './EditorBar.tsx';
import { EditorFoot } from './EditorFoot.tsx';
import { ProjectionFormDialog } from './ProjectionFormDialog.tsx';
import { problemsOf } from './problems.ts';
import { isTypeScript, nameProblem, useDraft } from './useDraft.ts';

/** Milliseconds without a key until the code is run. */
const settleMs = 250;
const noVocabulary: Vocabulary = { types: [], more: 0 };

/** Writing a projection: code on the left, and what it makes of the log at the playhead on the right. */
export function ProjectionWorkspace({ playhead }: { playhead: number }): React.JSX.Element {
  const { view } = useServices();
  const partition = useView((v) => v.partition);
  const dialog = usePassing((passing) => passing.dialog);
  const reducers = useReducers();
  const vocabulary = useRequest('projections.vocabulary', {}).data;
  const { draft, isApplied } = useDraft(reducers.current, reducers.all, vocabulary);
  const editor = useRef<Pick<CodeEditorHandle, 'goTo' | 'focus'>>(null);

  const settled = useSettled(draft, settleMs);
  const runs = settled !== null && playhead >= 0 && nameProblem(settled.name) === null;
  const run = useRequest('projections.dryRun', runs ? { ...settled, partition, ordinal: playhead } : null);
  const good = useRef<DryRun>(undefined);
  good.current = run.data ?? good.current;
  const typescript = draft !== null && isTypeScript(draft.name);
  const problems = useMemo(
    () => problemsOf(run.error ? undefined : run.data, run.error, typescript),
    [run.data, run.error, typescript],
  );
  return (
    <div className="projection">
      <section className="projection-editor" aria-label="Projection editor">
        <EditorBar
          draft={draft}
          isApplied={isApplied}
          reducers={reducers.all}
          vocabulary={vocabulary}
          onReplaced={() => editor.current?.focus()}
        />
        <div className="projection-code">
          {draft === null ? (
            <Skeleton rows={9} label="Reading the types of the store" />
          ) : (
            <CodeEditor
              ref={editor}
              label="Code of the projection"
              text={draft.source}
              onChange={(source) => view.dispatch({ do: 'draft', draft: { name: draft.name, source } })}
              complete={(before) => completionsFor(before, vocabulary ?? noVocabulary)}
              problems={problems}
              typescript={typescript}
            />
          )}
        </div>
        <EditorFoot
          name={draft?.name ?? null}
          run={run}
          isTyping={settled !== draft}
          problems={problems}
          onGoTo={(line, column) => editor.current?.goTo(line, column)}
        />
      </section>
      <DryRunPane run={run} shown={good.current} source={settled?.source ?? ''} playhead={playhead} />
      {dialog === 'projectionForm' && vocabulary && (
        <ProjectionFormDialog vocabulary={vocabulary} name={draft?.name ?? null} />
      )}
    </div>
  );
}
