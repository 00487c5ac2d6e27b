import type { Branch, BranchEdit } from '../../../../shared/model/branch.ts';

// The edits of a branch as the screen changes and words them. Pure.

/** The list with one more edit; what it makes useless or doubles goes. */
export function withEdit(edits: readonly BranchEdit[], edit: BranchEdit): BranchEdit[] {
  if (edit.kind === 'insert') return [...edits, edit];
  const others = edits.filter(
    (one) =>
      one.kind === 'insert' ||
      one.ordinal !== edit.ordinal ||
      (edit.kind !== 'drop' && one.kind !== 'drop' && one.kind !== edit.kind),
  );
  return [...others, edit];
}

/** What an edit does, for a list. */
export function editText(edit: BranchEdit): string {
  switch (edit.kind) {
    case 'drop':
      return `#${edit.ordinal} has not happened`;
    case 'edit':
      return `#${edit.ordinal} is different: ${Object.keys(edit.event)
        .map((part) => words[part as keyof typeof words])
        .join(', ')}`;
    case 'insert':
      return `${edit.event.type} ${placeText(edit.after)}`;
    case 'move':
      return `#${edit.ordinal} stands ${placeText(edit.after)}`;
  }
}

const words = {
  streamId: 'stream',
  type: 'type',
  payload: 'payload',
  metadata: 'metadata',
  schemaVersion: 'schema version',
} as const;

const placeText = (after: number): string => (after < 0 ? 'before the first event' : `behind #${after}`);

/** The event at which an edit shows. */
export const placeOfEdit = (edit: BranchEdit): number =>
  edit.kind === 'insert' || edit.kind === 'move' ? Math.max(0, edit.after) : edit.ordinal;

/** The name, or where a branch has it already, the name with a number behind it. */
export function freeName(name: string, all: readonly Branch[]): string {
  const taken = new Set(all.map((branch) => branch.name));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** A name for a branch that begins with an edit. */
export function branchName(edit: BranchEdit): string {
  switch (edit.kind) {
    case 'drop':
      return `Without #${edit.ordinal}`;
    case 'edit':
      return `With another #${edit.ordinal}`;
    case 'insert':
      return `With ${edit.event.type} ${placeText(edit.after)}`;
    case 'move':
      return `#${edit.ordinal} ${placeText(edit.after)}`;
  }
}

/** What a branch does to recorded events, by ordinal; `insert` where only something new stands behind it. */
export function editMarks(edits: readonly BranchEdit[]): ReadonlyMap<number, BranchEdit['kind']> {
  const marks = new Map<number, BranchEdit['kind']>();
  for (const edit of edits) {
    if (edit.kind !== 'insert') marks.set(edit.ordinal, edit.kind);
    else if (!marks.has(edit.after)) marks.set(edit.after, 'insert');
  }
  return marks;
}
