// pure. What is asked of lines by their bytes: plain data, which can be handed to another thread.
import { actorKeys } from '../../fields.ts';
import type { NumberRange, Sought } from '../../format.ts';
import type { LineDialect } from '../dialects/dialect.ts';
import type { MemberPath } from '../memberPath.ts';
import { type Needle, needleOf } from './needle.ts';

/** Roles of members, in the order of assembly/sieve.ts. */
const roles = {
  payload: 0,
  eventId: 1,
  correlationId: 2,
  causationId: 3,
  blind: 4,
  named: 5,
  holder: 6,
  atPath: 7,
  metadata: 8,
} as const;
const RANKS = 30;

/** A member of lines that means something to the question. */
export interface PlayedMember {
  readonly path: MemberPath;
  readonly role: number;
  /** Below `RANKS`; of the members of one role. */
  readonly rank: number;
}

export type SieveQuestion = TextQuestion | ValueQuestion;

export interface TextQuestion {
  readonly kind: 'text';
  readonly needle: Needle;
  /** Known members; empty where lines with a hit are to be parsed. */
  readonly members: readonly PlayedMember[];
}

export interface ValueQuestion {
  readonly kind: 'value';
  readonly members: readonly PlayedMember[];
  /** Objects between payload and value. */
  readonly between: number;
  readonly isPresence: boolean;
  /**
   * Whether a line is but a bracket around the payload, which nobody has looked at: it may be anything. Otherwise lines
   * are JSON, for what is in the index was understood.
   */
  readonly isUnread: boolean;
  readonly numbers: NumberRange | null;
}

/** The question about lines of a dialect; `null` where bytes cannot answer it. */
export function sieveQuestion(dialect: LineDialect, sought: Sought): SieveQuestion | null {
  if (dialect.recodes) return null;
  if (sought.kind === 'text') return textQuestion(sought.parts, dialect);
  if (sought.kind === 'mention') return textQuestion(sought.parts, null);
  const question = knowsMembers(dialect) ? valueQuestion(dialect.payloadKeys[0]!, false, sought) : null;
  return question ?? textQuestion([nameOf(sought.path)], null);
}

/**
 * The question about rows: for a value about lines that hold the payload under `payloadKey`, for a text about any bytes
 * that have all in them which the record shows.
 */
export function rowQuestion(payloadKey: string, sought: Sought): SieveQuestion | null {
  if (sought.kind !== 'value') return textQuestion(sought.parts, null);
  return valueQuestion(payloadKey, true, sought) ?? textQuestion([nameOf(sought.path)], null);
}

/** `dialect` where a hit can be told from a look-alike. */
function textQuestion(parts: readonly string[], dialect: LineDialect | null): TextQuestion | null {
  const needle = needleOf(parts);
  if (needle === null) return null;
  const knows = needle.isAll && dialect !== null && knowsMembers(dialect);
  return { kind: 'text', needle, members: knows ? envelopeMembers(dialect) : [] };
}

function envelopeMembers({ payloadKeys, metadataKeys, envelopeKeys, places }: KnownDialect): PlayedMember[] {
  const payload = payloadKeys[0]!;
  const ids = (['eventId', 'correlationId', 'causationId'] as const).map((role) => places[role]);
  // An id that is not the first choice may hide behind one that is; an actor is a text that counts.
  const counting = new Set<string>(ids.flatMap((chain) => chain.map((path) => path[0]!)));
  const named = [payload, ...counting].filter((key) => !metadataKeys.includes(key));
  for (const key of [payload, ...metadataKeys, ...actorKeys]) counting.add(key);
  const blind = [...envelopeKeys].filter((key) => !counting.has(key));
  return [
    ...ids.flatMap((chain, i) => played(chain, roles.eventId + i)),
    { path: [payload], role: roles.payload, rank: 0 },
    ...(metadataKeys.length === 1 ? [{ path: [metadataKeys[0]!], role: roles.metadata, rank: 0 }] : []),
    ...played(
      named.map((key) => [key]),
      roles.named,
    ),
    ...played(
      blind.map((key) => [key]),
      roles.blind,
    ),
  ];
}

const played = (paths: readonly MemberPath[], role: number): PlayedMember[] =>
  paths.slice(0, RANKS).map((path, rank) => ({ path, role, rank }));

function valueQuestion(
  payloadKey: string,
  isUnread: boolean,
  { path, numbers, isPresence }: Extract<Sought, { kind: 'value' }>,
): ValueQuestion | null {
  if (path.length > RANKS || path.includes('*')) return null;
  const whole = [payloadKey, ...path];
  const holders = path.slice(1).map((_, i) => whole.slice(0, i + 2));
  const members = [
    { path: whole.slice(0, 1), role: roles.payload, rank: 0 },
    ...played(holders, roles.holder),
    { path: whole, role: roles.atPath, rank: 0 },
  ];
  return { kind: 'value', members, between: path.length - 1, isPresence, isUnread, numbers };
}

/** The name in a path that stands in every record with a value there; '' when there is none. */
const nameOf = (path: readonly string[]): string => path.findLast((name) => name !== '*' && !/^\d+$/.test(name)) ?? '';

type KnownDialect = LineDialect & { readonly places: NonNullable<LineDialect['places']> };

/** Whether payload, metadata and ids are members of the line, shown as they stand there. */
function knowsMembers(dialect: LineDialect): dialect is KnownDialect {
  return (
    dialect.places !== undefined &&
    dialect.payload === undefined &&
    dialect.wrapper === undefined &&
    dialect.nested === undefined &&
    dialect.payloadKeys.length === 1
  );
}
