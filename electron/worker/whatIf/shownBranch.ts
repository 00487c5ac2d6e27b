import { parseJson } from '../../../shared/json.ts';
import { cutAt, shownText } from '../../../shared/jsonParts.ts';
import type { BranchAt, PartitionOnBranch } from '../../../shared/model/branch.ts';
import type { ShownBranch, ShownPartition, ValuePart } from '../../../shared/model/shown.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { shortened } from '../replay/questions/shortTexts.ts';

// A branch as a page is given it: as much as it can show, with a way to each part of the state that is missing.

/** Changes that are marked, and characters of each. */
const MOST_CHANGES = 100;
const LONGEST_CHANGE = 400;

export const shownBranch = ({ shown, partitions, ...branch }: BranchAt): ShownBranch => ({
  ...branch,
  shown: shown && shownPartition(shown),
  partitions: partitions.map(({ partition, changes }) => ({ partition, changeCount: changes.length })),
});

/** The next part of a value of the state on the branch. Throws `not-found` where no value stands. */
export function branchPart({ shown }: BranchAt, path: string, from: number): ValuePart {
  const text = shown?.branch.state ?? null;
  const part = text === null ? undefined : cutAt(parseJson(text), path, from);
  if (part === undefined)
    throw new InspectorError('not-found', `Nothing stands at ${path} of the state on the branch.`);
  return part;
}

function shownPartition({ partition, real, branch, changes }: PartitionOnBranch): ShownPartition {
  const { state, ...side } = branch;
  const { text = '', cuts = [] } = state === null ? {} : shownText(state);
  return {
    partition,
    real: { events: real.events, hasState: real.state !== null },
    branch: { ...side, state: state === null ? null : { json: text, cuts } },
    changes: changes
      .slice(0, MOST_CHANGES)
      .map(({ real: from, branch: to, ...where }) => shortened({ ...where, from, to, ordinal: -1 }, LONGEST_CHANGE)),
    changeCount: changes.length,
  };
}
