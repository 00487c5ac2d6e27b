import type { ReducerInfo } from '../../../shared/model/state.ts';
import type { VersionCount } from '../../../shared/model/store.ts';
import { versionName } from './versions.ts';

export interface UpgradeStep {
  readonly from: string;
  readonly to: string;
  /** Projections with an upcaster that starts from here. */
  readonly upcasters: readonly string[];
  /** Events that need this step: those of this version and of the ones before it. */
  readonly events: number;
}

/** A version that is not recorded is the first of its type, whatever the upcaster calls it. */
const startsFrom = (from: readonly string[], version: string | null): boolean =>
  version === null ? from.includes('1') || from.includes('0') : from.includes(version);

/** The steps from the oldest version of a type to its newest, and which projection lifts each. */
export function upgradePath(
  type: string,
  versions: readonly VersionCount[],
  reducers: readonly ReducerInfo[],
): UpgradeStep[] {
  let events = 0;
  return versions.slice(0, -1).map((version, index) => {
    events += version.events;
    return {
      from: versionName(version.schemaVersion),
      to: versionName(versions[index + 1]!.schemaVersion),
      upcasters: reducers
        .filter((reducer) =>
          reducer.upcasters.some((u) => u.type === type && startsFrom(u.from, version.schemaVersion)),
        )
        .map((reducer) => reducer.name),
      events,
    };
  });
}
