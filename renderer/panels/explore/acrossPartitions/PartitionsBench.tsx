// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold rows that are placed by a virtual list
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useCallback, useRef, useState } from 'react';
import { formatCount } from '../../../../shared/format.ts';
import type { PartitionRow, PartitionSort, PartitionsPage } from '../../../../shared/model/partitions.ts';
import { useDispatch, useLog } from '../../../data/hooks.ts';
import { type RequestState, useRequest } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { progressText } from '../../../widgets/progressText.ts';
import { useWidth } from '../../../widgets/useWidth.ts';
import { VirtualList, type VirtualListHandle } from '../../../widgets/VirtualList.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { expressionError } from '../expressionError.ts';
import { useTarget } from '../useTarget.ts';
import { BenchHead } from './BenchHead.tsx';
import { columnsOf, fieldExpression, filterOf, nextSort, widthsOf } from './board.ts';

const pageSize = 100;
const asBegun: PartitionSort = { by: 'begin', descending: false };
const rowHeight = 27;

/** Every partition with its state at the playhead: sorted, filtered, as many rows as are in view. */
export function PartitionsBench({ playhead }: { readonly playhead: number }): React.JSX.Element {
  const dispatch = useDispatch();
  const { events } = useLog();
  const target = useTarget(playhead);
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<PartitionSort>(asBegun);
  const [firstRow, setFirstRow] = useState(0);
  const [active, setActive] = useState(0);
  const list = useRef<VirtualListHandle>(null);
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const onRows = useCallback((first: number) => setFirstRow(first), []);
  const { name, where } = filterOf(filter);
  const wrong = where === '' ? null : expressionError(where);
  const lastRight = useRef({ name: '', where: '' });
  if (wrong === null) lastRight.current = { name, where };

  const ask = target && {
    reducer: target.reducer,
    ordinal: playhead,
    sort,
    ...lastRight.current,
    limit: pageSize,
    whole: false,
  };
  const page = Math.floor(firstRow / pageSize);
  const even = useRequest('partitions.page', ask && { ...ask, offset: (page % 2 === 0 ? page : page + 1) * pageSize }, {
    refreshOn: events,
  });
  const odd = useRequest('partitions.page', ask && { ...ask, offset: (page % 2 === 1 ? page : page + 1) * pageSize }, {
    refreshOn: events,
  });
  const evenPage = pageOf(even);
  const oddPage = pageOf(odd);
  const known = evenPage ?? oddPage;
  const count = known?.matched ?? 0;
  const rowAt = (index: number): PartitionRow | undefined => {
    const shown = Math.floor(index / pageSize) % 2 === 0 ? evenPage : oddPage;
    return shown?.rows[index - shown.offset];
  };
  const fields = (Math.floor(firstRow / pageSize) % 2 === 0 ? evenPage : oddPage)?.fields ?? [];
  const numeric = new Set(fields.filter((field) => isNumeric(known?.rows ?? [], field)));
  const columns = columnsOf(fields, numeric, { sort, where: lastRight.current.where }, width);

  const show = (row: number): void => {
    const found = rowAt(row);
    setActive(row);
    if (found) dispatch({ do: 'showPartition', partition: found.partition });
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 }[event.key];
    if (event.key === 'Enter') show(active);
    else if (by === undefined) return;
    else {
      const next = Math.max(0, Math.min(count - 1, active + by));
      setActive(next);
      list.current?.show(next);
    }
    event.preventDefault();
  };
  const error = even.error ?? odd.error;
  const current = page % 2 === 0 ? even : odd;
  // An order or a condition by values needs all states; until then the rows are those of before.
  const needsAll = current.stale && (lastRight.current.where !== '' || sort.by === 'value');
  const header = (title: string, wanted: PartitionSort, isNumber = false): React.JSX.Element => {
    const isThis =
      sort.by === wanted.by && (sort.by !== 'value' || sort.expression === (wanted as typeof sort).expression);
    return (
      <span
        key={title}
        role="columnheader"
        aria-sort={isThis ? (sort.descending ? 'descending' : 'ascending') : 'none'}
        className={`${isNumber ? 'board-number' : ''}${isThis ? ' board-sorted' : ''}`}
      >
        <button type="button" title={`Sort by ${title}`} onClick={() => setSort(nextSort(sort, wanted))}>
          {title}
          {isThis && (sort.descending ? ' ↓' : ' ↑')}
        </button>
      </span>
    );
  };
  return (
    <section ref={box} className="bench" aria-label="Partitions">
      <BenchHead title="Partitions">
        {known &&
          (known.matched === known.total
            ? `${formatCount(known.total)} at #${playhead}`
            : `${formatCount(known.matched)} of ${formatCount(known.total)} at #${playhead}`)}
        {known && current.pending && current.progress && `, folding: ${progressText(current.progress)}`}
      </BenchHead>
      <div className="bench-form">
        <input
          className="mono"
          type="search"
          aria-label="Filter partitions"
          placeholder="part of a name, or a condition: state.balance < 0"
          spellCheck={false}
          aria-invalid={wrong !== null}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        {needsAll && current.progress && (
          <Button
            onClick={() => {
              setFilter('');
              setSort(asBegun);
            }}
          >
            Cancel
          </Button>
        )}
      </div>
      {wrong && <p className="bench-problem">{`${wrong.message} ${wrong.data?.advice ?? ''}`}</p>}
      {error && <Failure title="No table" error={error} />}
      {!known && !error && <Working label="Folding all partitions" progress={even.progress} />}
      {known && (
        <VirtualList
          ref={list}
          className="board"
          style={{ ['--board-columns' as string]: widthsOf(columns.length) }}
          role="grid"
          aria-label="Partitions"
          aria-rowcount={count}
          aria-busy={current.pending}
          data-stale={needsAll || undefined}
          aria-activedescendant={`board-row-${active}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          count={count}
          rowHeight={rowHeight}
          headerHeight={29}
          onRows={onRows}
          bodyRole="rowgroup"
          header={
            <div role="row" className="board-row board-header">
              {header('partition', { by: 'partition', descending: false })}
              {columns.map((field) =>
                header(
                  field === '' ? 'state' : field,
                  { by: 'value', expression: fieldExpression(field), descending: true },
                  numeric.has(field),
                ),
              )}
              {header('events', { by: 'events', descending: true }, true)}
              {header('last', { by: 'last', descending: true }, true)}
            </div>
          }
          renderRow={(index) => (
            <BoardRow
              index={index}
              row={rowAt(index)}
              columns={columns}
              numeric={numeric}
              isActive={index === active}
              isShown={target?.partition !== null && rowAt(index)?.partition === target?.partition}
              onPress={() => show(index)}
            />
          )}
        />
      )}
    </section>
  );
}

/** A page as far as it is there: while its states are folded, those that stand already. */
const pageOf = ({ pending, progress, data }: RequestState<'partitions.page'>): PartitionsPage | undefined =>
  pending && progress?.page ? progress.page : data;

const isNumeric = (rows: readonly PartitionRow[], field: string): boolean =>
  rows.some(({ values }) => /^-?\d/.test(values?.[field] ?? ''));

interface RowProps {
  readonly index: number;
  readonly row: PartitionRow | undefined;
  readonly columns: readonly string[];
  /** Columns of numbers: they stand at the right. */
  readonly numeric: ReadonlySet<string>;
  readonly isActive: boolean;
  readonly isShown: boolean;
  readonly onPress: () => void;
}

function BoardRow({ index, row, columns, numeric, isActive, isShown, onPress }: RowProps): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid answers the keys
    <div
      role="row"
      id={`board-row-${index}`}
      aria-rowindex={index + 1}
      aria-selected={isShown}
      className={`board-row${isActive ? ' board-active' : ''}${isShown ? ' board-shown' : ''}`}
      onClick={onPress}
    >
      {row === undefined ? (
        <span role="gridcell">
          <span className="placeholder-row" />
        </span>
      ) : (
        <>
          <span
            role="gridcell"
            className={`truncate${row.failure ? ' board-failed' : ''}`}
            title={row.failure ? `Failed at #${row.failure.ordinal}: ${row.failure.message}` : row.partition}
          >
            {row.partition === '' ? '(all)' : row.partition}
            {row.failure && ' ⚠'}
          </span>
          {columns.map((field) => (
            <FieldCell
              key={field}
              text={row.values === null ? null : row.values[field]}
              isNumeric={numeric.has(field)}
            />
          ))}
          <span role="gridcell" className="board-number">
            {formatCount(row.events)}
          </span>
          <span role="gridcell" className="board-number">
            #{row.lastOrdinal}
          </span>
        </>
      )}
    </div>
  );
}

/** A scalar field; `null` while its state is being folded. */
function FieldCell(props: {
  readonly text: string | null | undefined;
  readonly isNumeric: boolean;
}): React.JSX.Element {
  const { text, isNumeric: right } = props;
  if (text === null) {
    return (
      <span role="gridcell" className={`board-folding${right ? ' board-number' : ''}`} title="Being folded">
        …
      </span>
    );
  }
  const isText = text?.startsWith('"') ?? false;
  return (
    <span
      role="gridcell"
      className={`truncate ${isText ? 'board-string' : 'board-value'}${right ? ' board-number' : ''}`}
      title={text}
    >
      {text === undefined ? '–' : isText ? text.slice(1, -1) : text}
    </span>
  );
}
