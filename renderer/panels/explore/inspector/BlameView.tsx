import { formatCount } from '../../../../shared/format.ts';
import type { BlamedLeaf, StateTarget } from '../../../../shared/model/state.ts';
import { useTimeZone } from '../../../data/hooks.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { instantText } from '../../../state/timeText.ts';
import { DataTable } from '../../../widgets/DataTable.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { PlayheadLink } from './PlayheadLink.tsx';

/** Values in the list, and characters of each. */
const longest = 400;
const longestValue = 120;

/** The whole state, value by value, each with the event that set it. */
export function BlameView({
  target,
  playhead,
}: {
  readonly target: (StateTarget & { readonly ordinal: number }) | null;
  readonly playhead: number;
}): React.JSX.Element {
  const zone = useTimeZone();
  const { data, error } = useRequest('state.blame', target && { ...target, limit: longest, longest: longestValue });
  if (error) return <Failure title="No blame" error={error} />;
  if (!data) return <Skeleton rows={9} label="Walking through the history" />;
  if (data.total === 0) return <EmptyState title="No state yet">Nothing has been set at this point.</EmptyState>;
  return (
    <div className="blame">
      <DataTable<BlamedLeaf>
        caption={`Blame of ${data.partition}`}
        columns={[
          { key: 'path', title: 'Value', cell: (leaf) => <LeafText leaf={leaf} /> },
          {
            key: 'event',
            title: 'Set by',
            cell: ({ ordinal, type, recordedAt }) =>
              ordinal === null ? (
                <span className="blame-start">the initial state</span>
              ) : (
                <span className={ordinal === playhead ? 'blame-here' : undefined} title={instantText(recordedAt, zone)}>
                  <PlayheadLink ordinal={ordinal} type={type ?? ''} />
                </span>
              ),
          },
        ]}
        rows={data.leaves}
        rowKey={({ path }) => path}
      />
      {data.total > data.leaves.length && (
        <p className="state-foot">
          The first {formatCount(data.leaves.length)} of {formatCount(data.total)} values; the command line (blame)
          lists all.
        </p>
      )}
    </div>
  );
}

function LeafText({ leaf: { path, value } }: { readonly leaf: BlamedLeaf }): React.JSX.Element {
  return (
    <span className="blame-leaf" title={value}>
      <span className="blame-path">{path === '' ? '(all)' : path.slice(1)}</span> {value}
    </span>
  );
}
