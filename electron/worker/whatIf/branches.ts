import { keptList } from '../../../shared/keptList.ts';
import type { Branch, BranchEdit, ScratchEvent } from '../../../shared/model/branch.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';

const MOST_BRANCHES = 200;
const MOST_EDITS = 5000;

/** Branches as a side file holds them. Throws `unreadable` for what is none: people may edit the file. */
export const readBranches = (kept: unknown): Branch[] => keptList(kept, 'branches', branchOf);

/** The list with a branch, in place of that with its id. Throws `bad-request` or `limit-exceeded`. */
export function withBranch(all: readonly Branch[], branch: Branch): Branch[] {
  const checked = branchOf(branch);
  if (checked === null) {
    throw new InspectorError('bad-request', 'This is no branch.');
  }
  if (checked.name.trim() === '') throw new InspectorError('bad-request', 'A branch needs a name.');
  if (checked.edits.length > MOST_EDITS) {
    throw new InspectorError('limit-exceeded', `A branch has at most ${MOST_EDITS} edits.`);
  }
  const at = all.findIndex(({ id }) => id === checked.id);
  if (at >= 0) return all.with(at, checked);
  if (all.length >= MOST_BRANCHES) {
    throw new InspectorError('limit-exceeded', `A store has at most ${MOST_BRANCHES} branches: remove one first.`);
  }
  return [...all, checked];
}

function branchOf(value: unknown): Branch | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name, edits } = value as Partial<Record<keyof Branch, unknown>>;
  if (typeof id !== 'string' || typeof name !== 'string' || !Array.isArray(edits)) return null;
  const read = edits.map(editOf);
  return read.includes(null) ? null : { id, name, edits: read.filter((edit) => edit !== null) };
}

function editOf(value: unknown): BranchEdit | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, ordinal, after, event } = value as Record<string, unknown>;
  const isPlace = (place: unknown): place is number => Number.isInteger(place);
  if (kind === 'drop' && isPlace(ordinal)) return { kind, ordinal };
  if (kind === 'move' && isPlace(ordinal) && isPlace(after)) return { kind, ordinal, after };
  const parts = eventParts(event);
  if (parts === null) return null;
  if (kind === 'edit' && isPlace(ordinal)) return { kind, ordinal, event: parts };
  const { streamId, type, payload, metadata = null, schemaVersion = null } = parts;
  if (kind !== 'insert' || !isPlace(after)) return null;
  if (streamId === undefined || type === undefined || payload === undefined) return null;
  return { kind, after, event: { streamId, type, payload, metadata, schemaVersion } };
}

function eventParts(value: unknown): Partial<ScratchEvent> | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = value as Record<string, unknown>;
  const parts: { -readonly [Name in keyof ScratchEvent]?: ScratchEvent[Name] } = {};
  for (const name of ['streamId', 'type', 'payload'] as const) {
    if (given[name] === undefined) continue;
    if (typeof given[name] !== 'string') return null;
    parts[name] = given[name];
  }
  for (const name of ['metadata', 'schemaVersion'] as const) {
    if (given[name] === undefined) continue;
    if (typeof given[name] !== 'string' && given[name] !== null) return null;
    parts[name] = given[name];
  }
  return parts;
}
