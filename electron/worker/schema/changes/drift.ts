// What changed within a version: fields that came, went or changed their type. Pure.

import { plural } from '../../../../shared/format.ts';
import type { SchemaDrift } from '../../../../shared/model/schema.ts';
import { type Field, kindNames, NULL } from '../payload/field.ts';
import type { Profile } from '../payload/profile.ts';

/** A field that so many of a version's events have is missed where it is missing. */
const MISSED_SHARE = 0.9;
const MISSED_LEAST = 10;

type Found = Pick<SchemaDrift, 'kind' | 'message' | 'ordinal'>;

/** Drift within a profile by its first event. Fields in one that came or went are not named. */
export function driftOf({ root, schemaVersion }: Profile): SchemaDrift[] {
  const drifts: SchemaDrift[] = [];
  const note = (field: Field, found: Found | null): void => {
    if (found) drifts.push({ ...found, schemaVersion, path: field.path });
  };
  const walk = (field: Field): void => {
    for (const child of field.children.values()) {
      if (child.present === 0) continue;
      note(child, presenceDrift(child, field));
      note(child, typeDrift(child));
      walk(child);
    }
    if (field.items && field.items.present > 0) {
      note(field.items, typeDrift(field.items));
      walk(field.items);
    }
  };
  walk(root);
  return drifts.sort((a, b) => a.ordinal - b.ordinal || (a.path < b.path ? -1 : 1));
}

function presenceDrift(field: Field, holder: Field): Found | null {
  const { path, present, first, firstAt, missingFirst } = field;
  const of = holder.containers;
  if (present === of) return null;
  if (firstAt > 1 && missingFirst < 0) {
    const before = firstAt - 1;
    const message = `${path} came with event #${first}: the ${before} before ${before === 1 ? 'does' : 'do'} not have it, all since do.`;
    return { kind: 'came', message, ordinal: first };
  }
  if (firstAt === 1 && field.last < missingFirst) {
    const message = `${path} went with event #${missingFirst}: the ${present} before ${present === 1 ? 'has' : 'have'} it, none since does.`;
    return { kind: 'went', message, ordinal: missingFirst };
  }
  if (of >= MISSED_LEAST && present / of >= MISSED_SHARE) {
    const ordinal = firstAt > 1 ? holder.firstContainer : missingFirst;
    const message = `${path} is missing in ${of - present} of ${plural(of, 'event')}, first in #${ordinal}.`;
    return { kind: 'missing', message, ordinal };
  }
  return null;
}

/** The first other type than the field began with; `null` beside a type is no change. */
function typeDrift({ path, kinds, kindFirst, kindLastAt, kindFirstAt }: Field): Found | null {
  const seen = kindNames(kinds & ~(1 << NULL)).length;
  if (seen < 2) return null;
  const order = [...kindFirst.keys()]
    .filter((kind) => kind !== NULL && kindFirst[kind]! >= 0)
    .sort((a, b) => kindFirst[a]! - kindFirst[b]!);
  const [was] = order as [number];
  const begun = kindFirst[was]!;
  // Of types that began in one event none was there before the other: only a later one is a change.
  const other = order.find((kind) => kindFirst[kind]! > begun);
  if (other === undefined) return null;
  const ordinal = kindFirst[other]!;
  const before = kindNames(bitsOf(order.filter((kind) => kindFirst[kind]! < ordinal))).join(' or ');
  const now = kindNames(bitsOf(order.filter((kind) => kindFirst[kind] === ordinal))).join(' or ');
  const isOver = order.every((kind) => kindFirst[kind]! >= ordinal || kindLastAt[kind]! < kindFirstAt[other]!);
  const message = isOver
    ? `${path} is ${now} from event #${ordinal} on, where it was ${before} before.`
    : `${path} is ${now} in event #${ordinal} for the first time, where it was ${before} before; both since.`;
  return { kind: 'retyped', message, ordinal };
}

const bitsOf = (kinds: readonly number[]): number => kinds.reduce((bits, kind) => bits | (1 << kind), 0);
