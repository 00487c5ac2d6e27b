import type { PartitionsPage } from '../../../shared/model/partitions.ts';
import type { Progress } from '../../../shared/protocol/requests.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import { coverageOfTypes } from '../../../shared/upcasterCoverage.ts';
import { blameReport } from '../replay/blame/blameReport.ts';
import { bisect } from '../replay/questions/bisect.ts';
import { compareStates } from '../replay/questions/compare.ts';
import { dryRun } from '../replay/questions/dryRun.ts';
import { partitionsPage } from '../replay/questions/partitionTable.ts';
import { beginningOf, shortened } from '../replay/questions/shortTexts.ts';
import {
  moreChanges,
  shownOrigins,
  shownState,
  statePart,
  stateText,
  watchedNow,
} from '../replay/questions/shownState.ts';
import { snapshotReport } from '../replay/questions/snapshotReport.ts';
import { traceAt } from '../replay/questions/trace.ts';
import { upcastEvent } from '../replay/questions/upcastEvent.ts';
import { valueHistory } from '../replay/questions/valueHistory.ts';
import { watchTracks } from '../replay/series.ts';
import type { Session } from '../session.ts';
import { typeCounts } from '../summaries/typeCounts.ts';
import { vocabulary } from '../summaries/vocabulary.ts';

/** States, what changed in them, and what folds them. */
export const stateHandlers = (session: Session) =>
  ({
    'state.at': ({ ordinal, ...target }, context) =>
      session.opened.replay.stateAt(target, ordinal, session.context(context)),
    'states.at': ({ reducer, ordinal, limit }, context) =>
      session.opened.replay.allStates(reducer, ordinal, limit, session.context(context)),
    'state.shown': (point, context) => shownState(session.opened.replay, point, session.context(context)),
    'state.part': (part, context) => statePart(session.opened.replay, part, session.context(context)),
    'state.changes': (wanted, context) => moreChanges(session.opened.replay, wanted, session.context(context)),
    'state.text': ({ offset, ...value }, context) => {
      const { replay, texts, log } = session.opened;
      const key = JSON.stringify(['state', value, log.index.length]);
      return texts.piece(key, offset, () => stateText(replay, value, session.context(context)));
    },
    'state.watched': (watched, context) => watchedNow(session.opened.replay, watched, session.context(context)),
    'state.origins': (shown, context) => shownOrigins(session.opened.replay, shown, session.context(context)),
    'state.history': async ({ path, limit, longest = Infinity, ...target }, context) => {
      const history = await valueHistory(session.opened.replay, target, path, session.context(context), limit);
      const short = (text: string | null): string | null => text && beginningOf(text, longest).text;
      return {
        ...history,
        changes: history.changes.map((one) => ({ ...one, from: short(one.from), to: short(one.to) })),
      };
    },
    'state.blame': async ({ ordinal, limit, longest = Infinity, ...target }, context) => {
      const report = await blameReport(session.opened.replay, target, ordinal, limit, session.context(context));
      return {
        ...report,
        leaves: report.leaves.map((leaf) => ({ ...leaf, value: beginningOf(leaf.value, longest).text })),
      };
    },
    'state.compare': async ({ left, right, limit = Infinity, longest = Infinity }, context) => {
      const comparison = await compareStates(session.opened.replay, left, right, session.context(context));
      return { ...comparison, changes: comparison.changes.slice(0, limit).map((change) => shortened(change, longest)) };
    },
    'state.watch': ({ expressions, edges, ...target }, context) =>
      watchTracks(session.opened.replay, target, expressions, edges, session.context(context)),
    'state.bisect': (question, context) => bisect(session.opened.replay, question, session.context(context)),
    'partitions.page': (request, call) => {
      let soFar: (() => PartitionsPage) | undefined;
      const progress = (amount: Progress): void => call.progress(soFar ? { ...amount, page: soFar() } : amount);
      return partitionsPage(
        session.opened.replay,
        request,
        session.context({ signal: call.signal, progress }),
        (begun) => (soFar = begun),
      );
    },
    'partitions.prepare': async ({ reducer }, call) => {
      await session.opened.replay.loaded(reducer, -1).board.prepare(session.idleContext(call));
      return null;
    },
    'projections.list': async () => {
      const { replay, projections } = session.opened;
      const failures = await projections;
      return { reducers: replay.reducers(), failures };
    },
    'projections.add': async ({ name, source }) => {
      const { opened } = session;
      const info = await opened.replay.addProjection(name, source);
      opened.texts.forget();
      // Snapshots are compared with projections.
      if (opened.log.reader.snapshotCount() > 0) opened.checks = null;
      return info;
    },
    'projections.source': ({ reducer }) => ({ source: session.opened.replay.loaded(reducer, -1).source }),
    'projections.dryRun': (draft, context) => {
      const { replay, log } = session.opened;
      return dryRun(replay, log, draft, session.context(context));
    },
    'projections.vocabulary': (_params, context) => vocabulary(session.opened.log, session.context(context)),
    'upcasters.coverage': async ({ reducer }, { signal }) => {
      const { replay, log } = session.opened;
      const { info } = replay.loaded(reducer, -1).reducer;
      return { types: coverageOfTypes(await typeCounts(log.index, null, session.context({ signal })), info) };
    },
    'upcasters.event': ({ reducer, ordinal }) => upcastEvent(session.opened.replay, reducer, ordinal),
    'snapshots.report': ({ ordinal, ...target }, context) => {
      const { replay, log } = session.opened;
      return snapshotReport(replay, log, target, ordinal, session.context(context));
    },
    'state.trace': ({ ordinal, ...target }, context) =>
      traceAt(session.opened.replay, target, ordinal, session.context(context)),
  }) satisfies Partial<Handlers>;
