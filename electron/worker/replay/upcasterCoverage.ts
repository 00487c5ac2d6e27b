import type { ReducerInfo, UpcasterCoverage } from '../../../shared/model/state.ts';
import type { TypeCount } from '../../../shared/model/store.ts';
import { compareVersions } from '../../../shared/versionOrder.ts';
import { sandboxVersion } from './upcast.ts';

/**
 * How upcasters cover the recorded versions of each type that has one or that has several versions, in the order of
 * `types`. `upcasters` are those of a projection: per type the versions that its steps start from, each leading one up.
 * A version has a path where its steps end at the newest. Pure.
 */
export function upcasterCoverage(types: readonly TypeCount[], upcasters: ReducerInfo['upcasters']): UpcasterCoverage[] {
  const stepsOf = new Map(upcasters.map(({ type, from }) => [type, new Set(from)]));
  return types.flatMap(({ type, versions }): UpcasterCoverage[] => {
    const steps = stepsOf.get(type) ?? new Set<string>();
    const ends = versions.map(({ schemaVersion }) => endOf(schemaVersion, steps));
    const newest = [...versions.map(({ schemaVersion }) => schemaVersion), ...ends]
      .filter((version) => version !== null)
      .sort(compareVersions)
      .at(-1);
    if (newest === undefined || (steps.size === 0 && versions.length < 2)) return [];
    return [
      {
        type,
        newest,
        versions: versions.map(({ schemaVersion, events }, i) => ({
          schemaVersion,
          events,
          reaches: ends[i]!,
          path: pathOf(schemaVersion, ends[i]!, newest),
        })),
      },
    ];
  });
}

/** Where the steps from a version end; like the chain in the sandbox, an unrecorded one counts as 1 where 1 has a step. */
function endOf(recorded: string | null, steps: ReadonlySet<string>): string | null {
  let version = recorded === null && steps.has('1') ? 1 : sandboxVersion(recorded);
  while (typeof version === 'number' && steps.has(String(version))) version++;
  return version === null ? null : String(version);
}

function pathOf(
  recorded: string | null,
  end: string | null,
  newest: string,
): UpcasterCoverage['versions'][number]['path'] {
  if (recorded === newest) return 'newest';
  if (end === newest) return 'upcast';
  return end === null ? 'unversioned' : 'no-path';
}
