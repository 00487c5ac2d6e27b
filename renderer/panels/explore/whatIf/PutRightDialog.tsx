import './EventDialog.css';
import './PutRightDialog.css';
import { useState } from 'react';
import { plural } from '../../../../shared/format.ts';
import { parseJson, stringifyJson } from '../../../../shared/json.ts';
import type { BranchEdit, Proposal, Proposals } from '../../../../shared/model/branch.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { nameText } from '../../../state/nameText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { focusHere } from '../../../widgets/focusHere.ts';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { wantedValues } from './wantedValues.ts';

interface Props {
  readonly reducer: string;
  readonly partition: string | null;
  readonly ordinal: number;
  /** Those of the branch that is shown; none for reality. */
  readonly edits: readonly BranchEdit[];
  readonly onAdd: (edits: readonly BranchEdit[]) => void;
  readonly onClose: () => void;
}

/** A state to change by hand, and the events that would lead there. */
export function PutRightDialog(props: Props): React.JSX.Element {
  const { reducer, partition, ordinal, edits, onClose } = props;
  const { data, error } = useRequest('branch.at', { reducer, partition, ordinal, edits });
  return (
    <Dialog label="Put it right" className="event-dialog put-right" onClose={onClose}>
      <h2>Put it right</h2>
      {error ? (
        <Failure title="There is no state to start from" error={error} />
      ) : data === undefined ? (
        <Skeleton rows={6} label="Folding" />
      ) : data.shown === null ? (
        <EmptyState title="No state here">The event at the playhead belongs to no partition.</EmptyState>
      ) : (
        <WantedForm {...props} shown={data.shown.partition} state={data.shown.branch.state} />
      )}
    </Dialog>
  );
}

interface FormProps extends Props {
  readonly shown: string;
  readonly state: string | null;
}

function WantedForm({ reducer, ordinal, edits, shown, state, onAdd, onClose }: FormProps): React.JSX.Element {
  const [text, setText] = useState(() => (state === null ? '{}' : stringifyJson(parseJson(state), 2)));
  const [asked, setAsked] = useState<string | null>(null);
  const { data, error, progress } = useRequest(
    'branch.propose',
    asked === null ? null : { reducer, partition: shown, ordinal, edits, want: asked },
  );
  const want = wantOf(state, text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (want.values !== null) setAsked(want.values);
      }}
    >
      <label>
        <span>
          The state of {shown === '' ? 'the projection' : nameText(shown)} at #{ordinal}: change the values that are
          wrong
        </span>
        <textarea
          className="mono"
          ref={focusHere}
          rows={Math.min(14, text.split('\n').length + 1)}
          spellCheck={false}
          value={text}
          aria-invalid={want.problem !== null}
          aria-describedby="put-right-hint"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p id="put-right-hint" className={want.problem === null ? 'dialog-hint' : 'dialog-bad'} aria-live="polite">
        {want.problem ?? (want.values === null ? 'Nothing is different yet.' : `Wanted: ${want.values}`)}
      </p>
      {asked !== null &&
        (error ? (
          <Failure title="No answer" error={error} />
        ) : data ? (
          <Found
            answer={data}
            onAdd={(proposal) => {
              onAdd(proposal.events.map((event) => ({ kind: 'insert', after: ordinal, event })));
              onClose();
            }}
          />
        ) : (
          <Working label="Trying event types" progress={progress} />
        ))}
      <footer>
        <Button onClick={onClose}>Close</Button>
        <Button look="primary" type="submit" disabled={want.values === null}>
          Find the event
        </Button>
      </footer>
    </form>
  );
}

function wantOf(state: string | null, text: string): { values: string | null; problem: string | null } {
  try {
    return { values: wantedValues(state, text), problem: null };
  } catch (error) {
    return { values: null, problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function Found({ answer, onAdd }: { answer: Proposals; onAdd: (proposal: Proposal) => void }): React.JSX.Element {
  const { proposals, tried, untried, wanted } = answer;
  if (wanted.length === 0) return <p className="dialog-hint">The state is as wanted already.</p>;
  const more = untried === 0 ? '' : ` ${plural(untried, 'more type was', 'more types were')} not tried.`;
  if (proposals.length === 0) {
    return (
      <p className="put-right-none" role="status">
        No event was found that leads there. Tried: {tried.join(', ') || 'none'}.{more}
      </p>
    );
  }
  return (
    <section aria-label="Proposals">
      <p className="dialog-hint" role="status">
        {plural(proposals.length, 'way', 'ways')} found; each was replayed and gives what is wanted.{more}
      </p>
      <ol className="put-right-list">
        {proposals.map((proposal) => (
          <li key={JSON.stringify(proposal.events)}>
            {proposal.events.map((event) => (
              <p key={`${event.type} ${event.payload}`} className="mono">
                <strong>{event.type}</strong> {event.payload}
              </p>
            ))}
            {proposal.because.map((why) => (
              <p key={why}>{why}</p>
            ))}
            {proposal.sideEffects > 0 && (
              <p>
                It also changes{' '}
                {proposal.changes
                  .filter(({ path }) => !wanted.some((one) => one.path === path))
                  .map(({ path }) => path || 'the whole state')
                  .join(', ')}
                .
              </p>
            )}
            {proposal.caveats.map((caveat) => (
              <p key={caveat} className="put-right-but">
                {caveat}
              </p>
            ))}
            <Button look="pill" onClick={() => onAdd(proposal)}>
              Add to the branch
            </Button>
          </li>
        ))}
      </ol>
    </section>
  );
}
