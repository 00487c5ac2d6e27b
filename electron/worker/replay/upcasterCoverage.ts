import type { ReducerInfo, UpcasterCoverage } from '../../../shared/model/state.ts';
import type { TypeCount } from '../../../shared/model/store.ts';
import { liftedTo } from '../../../shared/upcasterCoverage.ts';
import { compareVersions } from '../../../shared/versionOrder.ts';

/**
 * How upcasters cover the recorded versions of each type that has one or that has several versions, in the order of
 * `types`. `upcasters` are those of a projection: per type the versions that its steps start from, each leading one up.
 * A version has a path where its steps end at the newest. Pure.
 */
export function upcasterCoverage(types: readonly TypeCount[], upcasters: ReducerInfo['upcasters']): UpcasterCoverage[] {
  const stepsOf = new Map(upcasters.map(({ type, from }) => [type, new Set(from)]));
  return types.flatMap(({ type, versions }): UpcasterCoverage[] => {
    const steps = stepsOf.get(type) ?? new Set<string>();
    const ends = versions.map(({ schemaVersion }) => liftedTo(schemaVersion, steps));
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

function pathOf(
  recorded: string | null,
  end: string | null,
  newest: string,
): UpcasterCoverage['versions'][number]['path'] {
  if (recorded === newest) return 'newest';
  if (end === newest) return 'upcast';
  return end === null ? 'unversioned' : 'no-path';
}
