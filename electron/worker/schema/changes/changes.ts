// What changed from one version to the next, and what that means for who reads events. Pure.
import type { FieldStats, JudgedChange, SchemaChange, SchemaVersionStats } from '../../../../shared/model/schema.ts';
import { holderPath } from '../paths.ts';
import { judgeAdded, judgeCommon, judgeRemoved, judgeRenamed } from './judge.ts';
import { guessRenames } from './renames.ts';

/** Changes between versions that follow one another, oldest first. */
export const changesOf = (versions: readonly SchemaVersionStats[]): SchemaChange[] =>
  versions.slice(1).map((version, i) => changeBetween(versions[i]!, version));

/** `null` beside another type is no change of type. */
function changeBetween(older: SchemaVersionStats, newer: SchemaVersionStats): SchemaChange {
  const before = new Map(older.fields.map((field) => [field.path, field]));
  const after = new Map(newer.fields.map((field) => [field.path, field]));
  const added = newer.fields.filter(({ path }) => !before.has(path));
  const removed = older.fields.filter(({ path }) => !after.has(path));
  const common = newer.fields.flatMap((field): [FieldStats, FieldStats][] => {
    const old = before.get(field.path);
    return old ? [[old, field]] : [];
  });
  const topAdded = tops(added, before);
  const topRemoved = tops(removed, after);
  const renamed = guessRenames(topRemoved, topAdded);
  const from = new Map(renamed.map((rename) => [rename.from, rename]));
  const to = new Set(renamed.map((rename) => rename.to));
  const versions = { older, newer };
  const judged: JudgedChange[] = [
    ...renamed.map((rename) =>
      judgeRenamed(before.get(rename.from)!, after.get(rename.to)!, rename.evidence, versions),
    ),
    ...topRemoved.filter(({ path }) => !from.has(path)).map((field) => judgeRemoved(field, versions)),
    ...common.flatMap(([old, field]) => judgeCommon(old, field, versions)),
    ...topAdded.filter(({ path }) => !to.has(path)).map((field) => judgeAdded(field, versions)),
  ];
  return {
    from: older.schemaVersion,
    to: newer.schemaVersion,
    added: added.map(({ path }) => path),
    removed: removed.map(({ path }) => path),
    retyped: common.flatMap(([old, field]) =>
      withoutNull(old.types) === withoutNull(field.types)
        ? []
        : [{ path: field.path, from: old.types, to: field.types }],
    ),
    renamed,
    newlyOptional: common.filter(([old, field]) => isAlways(old) && !isAlways(field)).map(([, field]) => field.path),
    judged,
  };
}

const withoutNull = (types: readonly string[]): string => types.filter((type) => type !== 'null').join();
const isAlways = ({ present, of }: FieldStats): boolean => present === of;

/** Those that the other version could have: it has what holds them, as an object or list, whose type is told itself. */
function tops(fields: readonly FieldStats[], other: ReadonlyMap<string, FieldStats>): FieldStats[] {
  return fields.filter(({ path }) => {
    const holder = holderPath(path);
    if (holder === null || holder === '') return true;
    return other.get(holder)?.types.includes(path.endsWith('[]') ? 'array' : 'object') ?? false;
  });
}
