// Which versions of a type a projection's upcasters lift to the newest. Pure.
import type { UpcasterCoverage } from './model/schema.ts';
import type { ReducerInfo } from './model/state.ts';
import type { VersionCount } from './model/store.ts';
import { compareVersions } from './versionOrder.ts';

/**
 * Where each version ends, of a type with these versions and steps. A step leads from a whole number to the next; an
 * event without a recorded version begins at 1 where there is a step from 1 (as `replay/upcast.ts` does it).
 */
export function upcasterCoverage(
  projection: string | null,
  versions: readonly VersionCount[],
  from: readonly string[],
): UpcasterCoverage {
  const newest =
    versions
      .map(({ schemaVersion }) => schemaVersion)
      .sort(compareVersions)
      .at(-1) ?? null;
  const steps = new Set(from);
  const found = versions.map(({ schemaVersion, events }) => {
    const endsAt = endOf(schemaVersion, steps);
    return { schemaVersion, events, endsAt, reaches: compareVersions(endsAt, newest) >= 0 };
  });
  return {
    projection,
    newest,
    versions: found,
    stranded: found.reduce((sum, { events, reaches }) => sum + (reaches ? 0 : events), 0),
  };
}

function endOf(schemaVersion: string | null, steps: ReadonlySet<string>): string | null {
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
