import './WhatIfTab.css';
import { X } from 'lucide-react';
import { useState } from 'react';
import { plural } from '../../../../shared/format.ts';
import type { Branch } from '../../../../shared/model/branch.ts';
import type { ShownBranch, ShownPartition } from '../../../../shared/model/shown.ts';
import type { StateTarget } from '../../../../shared/model/state.ts';
import type { Params } from '../../../../shared/protocol/requests.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { usePartialValue } from '../../../data/usePartialValue.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { nameText } from '../../../state/nameText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { Select } from '../../../widgets/Select.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import { ReducerBar } from '../inspector/ReducerBar.tsx';
import type { Reducers } from '../inspector/useReducers.ts';
import { editText, placeOfEdit } from './editList.ts';
import { ImportEdits } from './ImportEdits.tsx';
import type { Branches } from './useBranches.ts';

interface Props {
  readonly branches: Branches;
  readonly reducers: Reducers;
  readonly target: StateTarget | null;
  readonly playhead: number;
}

/** The state on the shown branch beside the real one or another branch's, the partitions it concerns, and its edits. */
export function WhatIfTab({ branches, reducers, target, playhead }: Props): React.JSX.Element {
  const { all, active, error: unreadable } = branches;
  const [otherId, setOtherId] = useState(reality);
  const others = all.filter(({ id }) => id !== active?.id);
  const other = others.find(({ id }) => id === otherId) ?? null;
  const point = active && target ? { ...target, ordinal: playhead, edits: active.edits } : null;
  const { data, error, progress } = useRequest(
    'branch.shown',
    point && { ...point, ...(other && { other: other.edits }) },
  );
  if (unreadable) return <Failure title="The branches of this store cannot be read" error={unreadable} />;
  if (!active) return <NoBranch branches={branches} playhead={playhead} />;
  if (error) return <Failure title="The branch cannot be folded" error={error} />;
  if (!data) return <Working label="Folding the branch" progress={progress} />;
  return (
    <>
      <ReducerBar reducers={reducers} partition={data.shown?.partition ?? ''} />
      {others.length > 0 && (
        <div className="branch-beside">
          <Select
            label="Beside"
            showLabel
            value={other?.id ?? reality}
            options={[
              { value: reality, title: 'reality' },
              ...others.map(({ id, name }) => ({ value: id, title: name })),
            ]}
            onChange={setOtherId}
          />
        </div>
      )}
      <ShownState shown={data.shown} point={point} other={other?.name ?? null} />
      <Concerned data={data} />
      <EditList branches={branches} branch={active} data={data} />
    </>
  );
}

/** Stands for no other branch, where one can be chosen. */
const reality = '';

/** What can be asked when nothing is shown beside reality yet. */
function NoBranch({ branches, playhead }: { branches: Branches; playhead: number }): React.JSX.Element {
  const { passing } = useServices();
  const { all, add, show } = branches;
  return (
    <EmptyState
      title="What if it had been different?"
      action={
        <>
          <Button onClick={() => add({ kind: 'drop', ordinal: playhead })}>Without #{playhead}</Button>
          <Button onClick={() => passing.dispatch({ dialog: { kind: 'editEvent', ordinal: playhead } })}>
            Edit #{playhead}…
          </Button>
          <Button onClick={() => passing.dispatch({ dialog: { kind: 'putRight' } })}>Put it right…</Button>
          <ImportEdits branches={branches} />
        </>
      }
    >
      A branch has events dropped, edited, added or moved, and is folded beside reality. The store is never touched.
      {all.length > 0 && (
        <ul className="branch-choices" aria-label="Branches">
          {all.map((branch) => (
            <li key={branch.id}>
              <button type="button" className="event-mention" onClick={() => show(branch.id)}>
                {branch.name}
              </button>{' '}
              {plural(branch.edits.length, 'edit')}
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}

interface ShownProps {
  readonly shown: ShownPartition | null;
  /** The question that it answers. */
  readonly point: Params<'branch.shown'> | null;
  /** Name of the branch it is compared with; `null` for reality. */
  readonly other: string | null;
}

function ShownState({ shown, point, other }: ShownProps): React.JSX.Element {
  const { passing } = useServices();
  const requests = useSession((session) => session.requests);
  const value = usePartialValue(
    shown?.branch.state ?? null,
    (path, from) => askOnce(requests!, 'branch.part', { ...point!, partition: shown!.partition || null, path, from }),
    (error) => passing.dispatch({ message: asInspectorError(error).message }),
  );
  if (!shown) return <EmptyState title="No state here">The event at the playhead belongs to no partition.</EmptyState>;
  const { real, branch } = shown;
  return (
    <>
      <p className="branch-lead">{comparison(shown, other)}</p>
      {branch.failure && (
        <div className="failure" role="alert">
          <p>
            On the branch the reducer fails at <PlayheadLink ordinal={Math.max(0, branch.failure.ordinal)} />:{' '}
            {branch.failure.message}. The state is the one before it.
          </p>
        </div>
      )}
      <div className="state-tree branch-tree">
        {value.shown === null ? (
          <EmptyState title="No state on the branch">
            {real.hasState
              ? 'None of its events is left.'
              : `Nor ${other === null ? 'in reality' : `on ${other}`}: no event has happened yet.`}
          </EmptyState>
        ) : (
          <JsonTree
            label="State on the branch"
            value={value.shown.value}
            cuts={value.shown.cuts}
            onMore={value.more}
            changes={shown.changes}
          />
        )}
      </div>
    </>
  );
}

/** `account-1001 has 3 events here and 4 in reality; 1 value differs. What reality has is struck through.` */
function comparison({ partition, real, branch, changeCount }: ShownPartition, other: string | null): string {
  const there = other === null ? 'in reality' : `on “${other}”`;
  const name = partition === '' ? 'The state' : nameText(partition);
  const events =
    real.events === branch.events
      ? `${name} has ${plural(real.events, 'event')} here as ${there}`
      : `${name} has ${plural(branch.events, 'event')} here and ${real.events} ${there}`;
  return changeCount === 0
    ? `${events}; nothing differs at this point.`
    : `${events}; ${plural(changeCount, 'value differs', 'values differ')}. What ${other === null ? 'reality' : 'that'} has is struck through.`;
}

/** The other partitions that the edits concern. */
function Concerned({ data }: { data: ShownBranch }): React.JSX.Element | null {
  const { view } = useServices();
  const { partitions, touched, compared, shown } = data;
  if (touched === 0 || (touched === 1 && partitions[0]?.partition === shown?.partition)) return null;
  return (
    <section className="branch-part" aria-label="States concerned">
      <h3>States concerned</h3>
      <ul>
        {partitions.map(({ partition, changeCount }) => (
          <li key={partition} aria-current={partition === shown?.partition}>
            <button
              type="button"
              className="event-mention mono truncate"
              onClick={() => view.dispatch({ do: 'pinPartition', partition })}
            >
              {partition === '' ? 'the state' : nameText(partition)}
            </button>
            <span>{changeCount === 0 ? 'the same' : plural(changeCount, 'difference')}</span>
          </li>
        ))}
      </ul>
      {touched > compared && (
        <p>
          The first {compared} of {touched} were compared.
        </p>
      )}
    </section>
  );
}

function EditList({
  branches,
  branch,
  data,
}: {
  branches: Branches;
  branch: Branch;
  data: ShownBranch;
}): React.JSX.Element {
  const problems = new Map(data.problems.map(({ edit, message }) => [edit, message]));
  return (
    <section className="branch-part" aria-label="Edits">
      <h3>Edits</h3>
      {branch.edits.length === 0 && <p>None yet: right-click an event, or use the palette.</p>}
      <ol>
        {branch.edits.map((edit, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: edits have no other identity than their place
          <li key={i}>
            <span>
              {editText(edit)}
              {problems.has(i) && <em> – not applied: {problems.get(i)}</em>}
            </span>
            <PlayheadLink ordinal={placeOfEdit(edit)} />
            <Button
              look="icon"
              aria-label={`Take back: ${editText(edit)}`}
              title="Take back"
              onClick={() => branches.change({ ...branch, edits: branch.edits.toSpliced(i, 1) })}
            >
              <X size={13} aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ol>
      <ImportEdits branches={branches} look="pill" />
    </section>
  );
}
