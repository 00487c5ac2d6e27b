import { CircleAlert } from 'lucide-react';
import { plural } from '../../../../shared/format.ts';
import type { RequestState } from '../../../data/useRequest.ts';
import { progressText } from '../../../widgets/progressText.ts';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import type { DraftProblem } from './problems.ts';
import { isTypeScript } from './useDraft.ts';

interface Props {
  readonly name: string | null;
  readonly run: RequestState<'projections.dryRun'>;
  readonly isTyping: boolean;
  readonly problems: readonly DraftProblem[];
  readonly onGoTo: (line: number, column?: number) => void;
}

/** What is wrong with the code and where; else what ran. */
export function EditorFoot({ name, run, isTyping, problems, onGoTo }: Props): React.JSX.Element {
  return (
    <div className="editor-foot" role="status" aria-label="Dry run">
      {problems.length === 0 ? (
        <p>{runText(run, isTyping)}</p>
      ) : (
        problems.map((problem) => (
          <p key={problem.message} className="editor-problem">
            <CircleAlert size={13} aria-hidden="true" />
            <span>
              {problem.line !== undefined && (
                <>
                  <button type="button" className="event-mention" onClick={() => onGoTo(problem.line!, problem.column)}>
                    Line {problem.line}
                  </button>
                  {': '}
                </>
              )}
              {problem.message.replace(/\.?$/, '.')}
              {problem.ordinal !== null && (
                <>
                  {' '}
                  At <PlayheadLink ordinal={problem.ordinal} />.
                </>
              )}
            </span>
          </p>
        ))
      )}
      {name !== null && <span className="editor-language">{isTypeScript(name) ? 'TypeScript' : 'JavaScript'}</span>}
    </div>
  );
}

function runText({ data, pending, progress }: RequestState<'projections.dryRun'>, isTyping: boolean): string {
  if (isTyping) return 'Runs when you pause.';
  if (pending) return progress ? `Running: ${progressText(progress)}` : 'Running…';
  if (!data) return 'Nothing has run yet.';
  const { state } = data;
  if (state.lastOrdinal === null) return 'It runs. There is nothing to fold here yet.';
  return `It runs: ${plural(state.folded, 'event')} of ${state.partition === '' ? 'the log' : state.partition} in ${state.elapsedMs.toFixed(1)} ms.`;
}
