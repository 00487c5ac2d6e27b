// Which versions of a type a projection's upcasters lift to the newest. Pure.
import type { TypeCoverage, UpcasterCoverage } from './model/schema.ts';
import type { ReducerInfo } from './model/state.ts';
import type { TypeCount, VersionCount } from './model/store.ts';
import { compareVersions } from './versionOrder.ts';

/**
 * Where each version ends, of a type with these versions and steps. A step leads from a whole number to the next; an
 * event without a recorded version begins at 1 where there is a step from 1 (as `replay/sandbox/upcast.ts` does it).
 */
export function upcasterCoverage(
  projection: string | null,
  versions: readonly VersionCount[],
  from: readonly string[],
): UpcasterCoverage {
  const steps = new Set(from);
  const ends = versions.map(({ schemaVersion }) => liftedTo(schemaVersion, steps));
  const newest = [...versions.map(({ schemaVersion }) => schemaVersion), ...ends].sort(compareVersions).at(-1) ?? null;
  const found = versions.map(({ schemaVersion, events }, i) => {
    const endsAt = ends[i]!;
    return { schemaVersion, events, endsAt, reaches: compareVersions(endsAt, newest) >= 0 };
  });
  return {
    projection,
    newest,
    versions: found,
    stranded: found.reduce((sum, { events, reaches }) => sum + (reaches ? 0 : events), 0),
  };
}

/** Where the steps from a version end, as `upcasterCoverage` says. */
function liftedTo(schemaVersion: string | null, steps: ReadonlySet<string>): string | null {
  let version = schemaVersion === null && steps.has('1') ? '1' : schemaVersion;
  while (version !== null && /^(0|[1-9]\d{0,14})$/.test(version) && steps.has(version))
    version = String(Number(version) + 1);
  return version;
}

/** The coverage of each projection that has upcasters for the type, or one that says that none has. */
export function coverageOf(
  type: string,
  versions: readonly VersionCount[],
  reducers: readonly ReducerInfo[],
): UpcasterCoverage[] {
  if (versions.length < 2) return [];
  const found = reducers.flatMap(({ name, upcasters }) =>
    upcasters.filter((one) => one.type === type).map(({ from }) => upcasterCoverage(name, versions, from)),
  );
  return found.length > 0 ? found : [upcasterCoverage(null, versions, [])];
}

/**
 * How one projection covers the types that have a recorded version and need a word: those with several versions or with
 * a step. In the order of `types`.
 */
export function coverageOfTypes(
  types: readonly TypeCount[],
  { name, upcasters }: Pick<ReducerInfo, 'name' | 'upcasters'>,
): TypeCoverage[] {
  const stepsOf = new Map(upcasters.map(({ type, from }) => [type, from]));
  return types.flatMap(({ type, versions }) => {
    const from = stepsOf.get(type) ?? [];
    const found = { type, ...upcasterCoverage(name, versions, from) };
    return found.newest === null || (from.length === 0 && versions.length < 2) ? [] : [found];
  });
}
