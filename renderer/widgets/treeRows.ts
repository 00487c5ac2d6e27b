import { formatCount, plural } from '../../shared/format.ts';
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../shared/json.ts';
import type { Cut } from '../../shared/model/shown.ts';
import type { StateChange } from '../../shared/model/state.ts';
import { identityField, identityText, itemKey, pointerToken } from '../../shared/statePath.ts';

// A JSON value as the rows of a tree. Pure, and without recursion: values may be a thousand levels deep.

export type ValueKind = 'string' | 'number' | 'other' | 'container';

export interface TreeRow {
  /** JSON Pointer of the value; of one that was removed its place, which no other row has. */
  readonly path: string;
  /** The same with items of lists by their identity (`shared/statePath.ts`). */
  readonly place: string;
  readonly depth: number;
  readonly name: string;
  readonly kind: ValueKind;
  /** The value on one line; of a container how much it holds. */
  readonly text: string;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** JSON text of what stood here before the change that is shown, cut like `text`; `null` for nothing. */
  readonly before: string | null;
  readonly changed: boolean;
  /** Was taken away by the change: `text` is empty, `before` says what it was. */
  readonly removed: boolean;
  /** How long the value is, where the row shows its beginning only. */
  readonly length: number | null;
  /** The row stands for members that are not there: those behind the ones above it. */
  readonly missing: Cut | null;
  readonly position: number;
  readonly siblings: number;
}

export interface TreeOptions {
  /** Containers that were opened (`true`) or closed (`false`) by hand. */
  readonly toggled: ReadonlyMap<string, boolean>;
  readonly changes?: readonly StateChange[];
  /** Where the value is cut, by path. */
  readonly cuts?: ReadonlyMap<string, Cut>;
}

/** Containers up to this depth are open at first, unless they are long. */
const openDepth = 3;
const openItems = 40;
/** Longest value on a row. */
const longestText = 400;

export const childPath = (path: string, name: string): string => `${path}/${pointerToken(name)}`;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const nameOf = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');

function kindOf(value: JsonValue): ValueKind {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number' || value instanceof ExactNumber) return 'number';
  return typeof value === 'object' && value !== null ? 'container' : 'other';
}

const cut = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

function childrenOf(value: JsonValue): [string, JsonValue][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return isJsonObject(value) ? Object.entries(value) : [];
}

const sizeOf = (value: JsonValue): number =>
  Array.isArray(value) ? value.length : isJsonObject(value) ? Object.keys(value).length : 0;

const hasMember = (value: JsonValue, name: string): boolean =>
  Array.isArray(value) ? Number(name) < value.length : isJsonObject(value) && Object.hasOwn(value, name);

/** The first members, without making a list of all of them. */
const firstOf = (value: JsonValue, count: number): [string, JsonValue][] =>
  Array.isArray(value)
    ? value.slice(0, count).map((item, index) => [String(index), item])
    : Object.keys(value as JsonObject)
        .slice(0, count)
        .map((name) => [name, (value as JsonObject)[name]!]);

/** The JSON text of a scalar; of a long string only as much as a row can show. */
const scalarText = (value: JsonValue): string =>
  stringifyJson(typeof value === 'string' ? value.slice(0, longestText + 1) : value);

/** One line for a scalar, a few members for a closed container. `count`: how many it has, if more than are there. */
export function valueText(value: JsonValue, expanded: boolean, count = sizeOf(value)): string {
  if (kindOf(value) !== 'container') return cut(scalarText(value));
  const isArray = Array.isArray(value);
  if (count === 0) return isArray ? '[]' : '{}';
  const size = isArray ? plural(count, 'item') : '';
  if (expanded) return size;
  const scalars = firstOf(value, 4).filter(([, child]) => kindOf(child) !== 'container');
  const parts = scalars.map(([name, child]) => (isArray ? brief(child) : `${name} ${brief(child)}`));
  const shown = parts.join(', ');
  const rest = count > scalars.length ? (shown === '' ? plural(count, 'field') : ', …') : '';
  return isArray ? size : `${shown}${rest}`;
}

const brief = (value: JsonValue): string => {
  const text = scalarText(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
};

/** What no JSON Pointer can be: a place beside the members of a container. */
const missingPath = (path: string): string => `${path}/~`;

/** How many changes lie in members of a container that are not there. */
function changesMissing(path: string, of: JsonValue, changes: ReadonlyMap<string, StateChange>): number {
  let count = 0;
  for (const changed of changes.keys()) {
    if (!changed.startsWith(`${path}/`)) continue;
    const [token = ''] = changed.slice(path.length + 1).split('/');
    if (!hasMember(of, nameOf(`/${token}`))) count++;
  }
  return count;
}

function missingText({ of, shown, total }: Cut, changed: number): string {
  const noun = of === 'items' ? 'item' : 'field';
  const more = plural(total - shown, shown === 0 ? noun : `more ${noun}`);
  return changed === 0 ? more : `${more}, ${formatCount(changed)} changed`;
}

interface Pending {
  readonly path: string;
  readonly place: string;
  readonly name: string;
  readonly value: JsonValue | undefined;
  readonly change: StateChange | undefined;
  readonly missing?: Cut;
  readonly depth: number;
  readonly position: number;
  readonly siblings: number;
}

const missingRow = {
  kind: 'container',
  expandable: false,
  expanded: false,
  before: null,
  changed: false,
  removed: false,
  length: null,
} as const;

/** The rows of `value` that are visible. The members of the root are at depth 1; the root itself is no row. */
export function treeRows(value: JsonValue, options: TreeOptions): TreeRow[] {
  const changes = new Map<string, StateChange>();
  const goneUnder = new Map<string, StateChange[]>();
  const touched = new Set<string>();
  for (const change of options.changes ?? []) {
    if (change.to === null && change.path !== '') {
      goneUnder.set(parentOf(change.path), [...(goneUnder.get(parentOf(change.path)) ?? []), change]);
    } else changes.set(change.path, change);
    if (change.path === '') continue;
    for (let path = parentOf(change.path); path !== '' && !touched.has(path); path = parentOf(path)) touched.add(path);
  }
  // An item that was found by its identity may be gone from an index where another one stands now.
  const goneFrom = (path: string, of: JsonValue): StateChange[] =>
    (goneUnder.get(path) ?? []).filter((change) => change.place !== undefined || !hasMember(of, nameOf(change.path)));
  const members = (path: string, place: string, of: JsonValue, depth: number): Pending[] => {
    const present = childrenOf(of);
    const gone = goneFrom(path, of);
    const missing = options.cuts?.get(path);
    const count = missing?.total ?? present.length;
    const siblings = count + gone.length;
    const field = Array.isArray(of) ? identityField(of) : null;
    const keyOf = (name: string, child: JsonValue): string =>
      field === null ? name : itemKey(field, identityText(child, field)!);
    return [
      ...present.map(([name, child], index) => ({
        path: childPath(path, name),
        place: childPath(place, keyOf(name, child)),
        name,
        value: child,
        change: changes.get(childPath(path, name)),
        depth,
        position: index + 1,
        siblings,
      })),
      ...(missing
        ? [
            {
              path: missingPath(path),
              place: missingPath(place),
              name: '…',
              value: of,
              change: undefined,
              missing,
              depth,
              position: present.length + 1,
              siblings,
            },
          ]
        : []),
      ...gone.map((change, index) => ({
        path: change.place ?? change.path,
        place: change.place ?? change.path,
        name: nameOf(change.place ?? change.path),
        value: undefined,
        change,
        depth,
        position: count + index + 1,
        siblings,
      })),
    ];
  };
  const rows: TreeRow[] = [];
  const isContainer = kindOf(value) === 'container';
  const stack: Pending[] = isContainer
    ? members('', '', value, 1).reverse()
    : [{ path: '', place: '', name: 'state', value, change: changes.get(''), depth: 1, position: 1, siblings: 1 }];
  while (stack.length > 0) {
    const { path, place, name, value: child, change, missing, depth, position, siblings } = stack.pop()!;
    if (missing) {
      const text = missingText(missing, changesMissing(missing.path, child!, changes));
      rows.push({ ...missingRow, path, place, depth, name, text, missing, position, siblings });
      continue;
    }
    const kind = child === undefined ? 'other' : kindOf(child);
    const cutHere = options.cuts?.get(path);
    const count = child === undefined ? 0 : (cutHere?.total ?? sizeOf(child));
    // Only those of an open container are made into rows: a closed one may hold a hundred thousand.
    const size = child === undefined || kind !== 'container' ? 0 : count + goneFrom(path, child).length;
    const expandable = size > 0;
    const byDefault = touched.has(path) || (depth < openDepth && size <= openItems);
    const expanded = expandable && (options.toggled.get(path) ?? byDefault);
    rows.push({
      path,
      place,
      depth,
      name,
      kind,
      text: child === undefined ? '' : valueText(child, expanded, count),
      expandable,
      expanded,
      before: change?.from == null ? null : cut(change.from),
      changed: change !== undefined,
      removed: child === undefined,
      length: typeof child === 'string' && child.length > longestText ? (cutHere?.total ?? child.length) : null,
      missing: null,
      position,
      siblings,
    });
    const children = expanded ? members(path, place, child!, depth + 1) : [];
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]!);
  }
  return rows;
}

/** The event that set a value: its own origin, or for a container the newest of what it holds. */
export function originOf(path: string, origins: ReadonlyMap<string, number>): number | null {
  const own = origins.get(path);
  if (own !== undefined) return own;
  let newest = -1;
  const inside = `${path}/`;
  for (const [leaf, ordinal] of origins) if (ordinal > newest && leaf.startsWith(inside)) newest = ordinal;
  return newest < 0 ? null : newest;
}
