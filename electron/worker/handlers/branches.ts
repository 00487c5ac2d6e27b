import type { Branch, BranchAt, BranchEdit } from '../../../shared/model/branch.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { Params, Progress } from '../../../shared/protocol/requests.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import { resolvePoint } from '../eventIndex/point.ts';
import type { OpenedLog } from '../openedLog.ts';
import type { Session } from '../session.ts';
import { readBranches, withBranch } from '../whatIf/branches.ts';
import { BranchFold } from '../whatIf/branchFold.ts';
import { parseEdits } from '../whatIf/editsFile.ts';
import { exportBranch } from '../whatIf/exportBranch.ts';
import { lendReducer } from '../whatIf/lentReducer.ts';
import { propose } from '../whatIf/propose.ts';
import { branchPart, shownBranch } from '../whatIf/shownBranch.ts';

/** So many branches are kept folded: two can be compared. */
const KEPT = 2;

/** What if history had been another: branches, kept and folded. */
export const branchHandlers = (session: Session) => {
  const kept = (): Branch[] => readBranches(session.files.sides.read(session.opened.log.fingerprint, 'branches'));
  const keep = (branches: readonly Branch[]): readonly Branch[] => {
    session.files.sides.write(session.opened.log.fingerprint, 'branches', branches);
    return branches;
  };
  /** The branches that were folded last, the latest first: the same at another point finds what it kept. */
  let last: {
    readonly log: OpenedLog;
    readonly length: number;
    readonly key: string;
    readonly fold: BranchFold;
  }[] = [];
  const foldOf = (reducer: string, ordinal: Ordinal, edits: readonly BranchEdit[]): BranchFold => {
    const { log, replay } = session.opened;
    const lent = lendReducer(replay, reducer, ordinal);
    const { length } = log.index;
    const key = JSON.stringify(edits);
    const known = last.find(
      (one) => one.log === log && one.length === length && one.key === key && one.fold.lent.reducer === lent.reducer,
    );
    if (!known) session.opened.closing.signal.addEventListener('abort', () => (last = []), { once: true });
    const used = known ?? { log, length, key, fold: new BranchFold(log, lent, edits) };
    last = [used, ...last.filter((one) => one !== used)].slice(0, KEPT);
    return used.fold;
  };
  const branchAt = (
    { reducer, partition, ordinal, edits, other }: Params<'branch.at'>,
    call: { readonly signal: AbortSignal; progress(progress: Progress): void },
  ): Promise<BranchAt> => {
    const beside = other === undefined ? null : foldOf(reducer, ordinal, other);
    return foldOf(reducer, ordinal, edits).at(partition, ordinal, session.context(call), beside);
  };
  return {
    'branch.at': (question, call) => branchAt(question, call),
    'branch.shown': async (question, call) => shownBranch(await branchAt(question, call)),
    'branch.part': async ({ path, from, ...question }, call) => branchPart(await branchAt(question, call), path, from),
    'branch.parse': ({ text, stream }) => {
      const { index } = session.opened.log;
      // An event that is not there makes one edit not apply, not all of the file.
      const resolve = (point: string): Ordinal =>
        /^#\d{1,15}$/.test(point) ? Number(point.slice(1)) : resolvePoint(index, point);
      return parseEdits(text, { resolve, stream });
    },
    'branch.propose': ({ reducer, ...question }, context) => {
      const { log, replay } = session.opened;
      return propose(log, lendReducer(replay, reducer, question.ordinal), question, session.context(context));
    },
    'branch.export': ({ reducer, ...question }, context) => {
      const { log, replay } = session.opened;
      return exportBranch(log, lendReducer(replay, reducer, question.ordinal), question, session.context(context));
    },
    'branches.list': () => kept(),
    'branches.put': ({ branch }) => keep(withBranch(kept(), branch)),
    'branches.remove': ({ id }) => keep(kept().filter((branch) => branch.id !== id)),
  } satisfies Partial<Handlers>;
};
