import './JsonTree.css';
import { ChevronRight, Ellipsis } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { plural } from '../../shared/format.ts';
import type { JsonValue } from '../../shared/json.ts';
import type { Cut } from '../../shared/model/shown.ts';
import type { StateChange } from '../../shared/model/state.ts';
import { originOf, type TreeRow, treeRows } from './treeRows.ts';
import { VirtualList, type VirtualListHandle } from './VirtualList.tsx';

interface Props {
  /** Accessible name of the tree. */
  readonly label: string;
  readonly value: JsonValue;
  /** What the shown event changed: tinted, with the old value struck through. */
  readonly changes?: readonly StateChange[];
  /** Which event set each leaf. */
  readonly origins?: ReadonlyMap<string, number>;
  /** The event whose changes are shown: its number is written in the colour of the playhead. */
  readonly current?: number | null;
  readonly onOrigin?: (ordinal: number) => void;
  /**
   * Right-click, the context-menu key or the row's button: what can be done with a value. `at`: pixels of the window.
   */
  readonly onMenu?: (path: string, at: { readonly x: number; readonly y: number }) => void;
  /** Told which row has the focus. */
  readonly onFocusRow?: (path: string) => void;
  /** Where the value is cut, by path. */
  readonly cuts?: ReadonlyMap<string, Cut>;
  /** Asks for the members behind those that are there. */
  readonly onMore?: (path: string) => void;
  /** Shows a value that is too long for a row. */
  readonly onWhole?: (path: string) => void;
  /** As tall as its rows, but no taller than so many; without it the tree fills its place. */
  readonly fitRows?: number;
}

const rowHeight = 23;
/** Beyond this depth rows no longer move to the right: there would be no room for the value. */
const deepest = 14;

/** A JSON value as a tree: one tab stop, arrow keys move and open. */
export function JsonTree(props: Props): React.JSX.Element {
  const { label, value, changes, origins, current, onOrigin, onMenu, onFocusRow, fitRows, cuts, onMore, onWhole } =
    props;
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [focused, setFocused] = useState<string | null>(null);
  const list = useRef<VirtualListHandle>(null);
  const rows = useMemo(() => treeRows(value, { toggled, changes, cuts }), [value, toggled, changes, cuts]);
  const focusedIndex = Math.max(
    0,
    rows.findIndex((row) => row.path === focused),
  );

  const toggle = (row: TreeRow): void => {
    setToggled(new Map(toggled).set(row.path, !row.expanded));
    if (!row.expanded && cuts?.get(row.path)?.shown === 0) onMore?.(row.path);
  };
  /** What a press on a row, or Enter, does with it. */
  const act = (row: TreeRow): void => {
    if (row.missing) {
      // The row will be another one: the focus stays where it can go on from.
      setFocused(rows[rows.indexOf(row) - 1]?.path ?? row.path);
      onMore?.(row.missing.path);
    } else if (row.expandable) toggle(row);
    else if (row.length !== null) onWhole?.(row.path);
  };
  const focusRow = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setFocused(row.path);
    onFocusRow?.(row.place);
    list.current?.show(rows.indexOf(row));
  };
  /** Of the row under the pointer, else of the one that has the focus. */
  const onContextMenu = (event: React.MouseEvent): void => {
    if (!onMenu) return;
    const id = (event.target as Element).closest('[role="treeitem"]')?.id;
    const pressed = rows.find((row) => rowId(label, row.path) === id);
    const row = pressed ?? rows[focusedIndex];
    if (!row || row.missing) return;
    event.preventDefault();
    setFocused(row.path);
    onFocusRow?.(row.place);
    const box = document.getElementById(rowId(label, row.path))?.getBoundingClientRect();
    onMenu(row.place, pressed || !box ? { x: event.clientX, y: event.clientY } : { x: box.left + 40, y: box.bottom });
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const row = rows[focusedIndex];
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLButtonElement) return;
    switch (event.key) {
      case 'ArrowDown':
        focusRow(focusedIndex + 1);
        break;
      case 'ArrowUp':
        focusRow(focusedIndex - 1);
        break;
      case 'Home':
        focusRow(0);
        break;
      case 'End':
        focusRow(rows.length - 1);
        break;
      case 'ArrowRight':
        if (row.expandable && !row.expanded) toggle(row);
        else if (row.expanded) focusRow(focusedIndex + 1);
        break;
      case 'ArrowLeft':
        if (row.expanded) toggle(row);
        else focusRow(rows.findLastIndex((r, i) => i < focusedIndex && r.depth < row.depth));
        break;
      case 'Enter':
      case ' ':
        act(row);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <VirtualList
      ref={list}
      className="tree"
      style={fitRows === undefined ? undefined : { height: Math.min(fitRows, rows.length) * rowHeight }}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows[focusedIndex] ? rowId(label, rows[focusedIndex].path) : undefined}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      count={rows.length}
      rowHeight={rowHeight}
      bodyRole="presentation"
      renderRow={(index) => {
        const row = rows[index]!;
        return (
          <Row
            id={rowId(label, row.path)}
            row={row}
            focused={index === focusedIndex}
            origin={origins && (row.removed || row.expanded || row.missing ? null : originOf(row.path, origins))}
            current={current ?? null}
            onMenu={onMenu}
            canShow={row.missing !== null ? onMore !== undefined : row.length !== null && onWhole !== undefined}
            onPress={() => {
              setFocused(row.path);
              onFocusRow?.(row.place);
              act(row);
            }}
            onOrigin={onOrigin}
          />
        );
      }}
    />
  );
}

const rowId = (label: string, path: string): string => `tree-${label}-${path}`.replaceAll(/\s/g, '_');

// The same elements in every row: React need not look at them when a dragged playhead fills all rows anew.
const chevron = <ChevronRight size={12} aria-hidden="true" />;
const ellipsis = <Ellipsis size={13} aria-hidden="true" />;

interface RowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly focused: boolean;
  readonly origin: number | null | undefined;
  readonly current: number | null;
  /** There is more of it than is shown, and a press shows it. */
  readonly canShow: boolean;
  readonly onPress: () => void;
  readonly onOrigin: ((ordinal: number) => void) | undefined;
  readonly onMenu: Props['onMenu'];
}

function Row({ id, row, focused, origin, current, canShow, onPress, onOrigin, onMenu }: RowProps): React.JSX.Element {
  const indent = 10 + Math.min(row.depth - 1, deepest) * 14;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree answers the keys
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expandable ? row.expanded : undefined}
      aria-selected={focused}
      className={`tree-row${row.changed ? ' tree-changed' : ''}${canShow ? ' tree-can-show' : ''}`}
      style={{ paddingLeft: indent }}
      onClick={onPress}
    >
      <span className={`tree-chevron${row.expanded ? ' tree-open' : ''}${row.expandable ? '' : ' tree-none'}`}>
        {chevron}
      </span>
      <span className="tree-text truncate">
        <span className="tree-name">{row.name}</span>{' '}
        {row.removed ? (
          <span className="tree-gone">removed</span>
        ) : (
          <span className={`tree-${row.kind}`}>{row.text}</span>
        )}{' '}
        {row.before !== null && <del>{row.before}</del>}
      </span>
      {row.length !== null && <span className="tree-size">{plural(row.length, 'character')}</span>}
      {row.missing && canShow && <span className="tree-size">show</span>}
      {onMenu && !row.removed && !row.missing && (
        <button
          type="button"
          tabIndex={-1}
          className="tree-more"
          aria-label={`What can be done with ${row.name}`}
          title="History, watch, …"
          onClick={(event) => {
            event.stopPropagation();
            const box = event.currentTarget.getBoundingClientRect();
            onMenu(row.place, { x: box.left, y: box.bottom });
          }}
        >
          {ellipsis}
        </button>
      )}
      {origin !== null && origin !== undefined && onOrigin && (
        <button
          type="button"
          tabIndex={-1}
          className={`tree-origin${origin === current ? ' tree-here' : ''}`}
          title={`Set by event #${origin}. Go there.`}
          onClick={(event) => {
            event.stopPropagation();
            onOrigin(origin);
          }}
        >
          #{origin}
        </button>
      )}
    </div>
  );
}
