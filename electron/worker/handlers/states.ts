import type { Handlers } from '../../../shared/protocol/server.ts';
import { bisect } from '../replay/bisect.ts';
import { blameReport } from '../replay/blameReport.ts';
import { compareStates } from '../replay/compare.ts';
import { partitionsPage } from '../replay/partitionTable.ts';
import { watchTracks } from '../replay/series.ts';
import type { Session } from '../session.ts';

/** States, what changed in them, and what folds them. */
export const stateHandlers = (session: Session) =>
  ({
    'state.at': ({ ordinal, ...target }, context) =>
      session.opened.replay.stateAt(target, ordinal, session.context(context)),
    'states.at': ({ reducer, ordinal, limit }, context) =>
      session.opened.replay.allStates(reducer, ordinal, limit, session.context(context)),
    'state.origins': ({ ordinal, ...target }, context) =>
      session.opened.replay.origins(target, ordinal, session.context(context)),
    'state.history': ({ path, limit, ...target }, context) =>
      session.opened.replay.history(target, path, session.context(context), limit),
    'state.blame': ({ ordinal, limit, ...target }, context) =>
      blameReport(session.opened.replay, target, ordinal, limit, session.context(context)),
    'state.compare': ({ left, right }, context) =>
      compareStates(session.opened.replay, left, right, session.context(context)),
    'state.watch': ({ expressions, edges, ...target }, context) =>
      watchTracks(session.opened.replay, target, expressions, edges, session.context(context)),
    'state.bisect': (question, context) => bisect(session.opened.replay, question, session.context(context)),
    'partitions.page': (request, context) => partitionsPage(session.opened.replay, request, session.context(context)),
    'projections.list': async () => {
      const { replay, projections } = session.opened;
      const failures = await projections;
      return { reducers: replay.reducers(), failures };
    },
    'projections.add': ({ name, source }) => session.opened.replay.addProjection(name, source),
  }) satisfies Partial<Handlers>;
