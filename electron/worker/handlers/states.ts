import type { Handlers } from '../../../shared/protocol/server.ts';
import { dryRun } from '../replay/dryRun.ts';
import { snapshotReport } from '../replay/snapshotReport.ts';
import { upcasterCoverage } from '../replay/upcasterCoverage.ts';
import type { Session } from '../session.ts';
import { typeCounts } from '../summaries/schemaVersions.ts';
import { vocabulary } from '../summaries/vocabulary.ts';

/** States, what changed in them, and what folds them. */
export const stateHandlers = (session: Session) =>
  ({
    'state.at': ({ ordinal, ...target }, context) =>
      session.opened.replay.stateAt(target, ordinal, session.context(context)),
    'states.at': ({ reducer, ordinal, limit }, context) =>
      session.opened.replay.allStates(reducer, ordinal, limit, session.context(context)),
    'state.origins': ({ ordinal, ...target }, context) =>
      session.opened.replay.origins(target, ordinal, session.context(context)),
    'state.diff': ({ from, to, ...target }, context) =>
      session.opened.replay.diff(target, from, to, session.context(context)),
    'state.history': ({ path, ...target }, context) =>
      session.opened.replay.history(target, path, session.context(context)),
    'projections.list': async () => {
      const { replay, projections } = session.opened;
      const failures = await projections;
      return { reducers: replay.reducers(), failures };
    },
    'projections.add': async ({ name, source }) => {
      const { opened } = session;
      const info = await opened.replay.addProjection(name, source);
      // Snapshots are compared with projections.
      if (opened.log.reader.snapshotCount() > 0) opened.checks = null;
      return info;
    },
    'projections.source': ({ reducer }) => ({ source: session.opened.replay.sourceOf(reducer) }),
    'projections.dryRun': (draft, context) => {
      const { replay, log } = session.opened;
      return dryRun(replay, log, draft, session.context(context));
    },
    'projections.vocabulary': (_params, context) => vocabulary(session.opened.log, session.context(context)),
    'upcasters.coverage': ({ reducer }) => {
      const { replay, log } = session.opened;
      return { types: upcasterCoverage(typeCounts(log.index, null), replay.infoOf(reducer).upcasters) };
    },
    'upcasters.event': ({ reducer, ordinal }) => session.opened.replay.upcast(reducer, ordinal),
    'snapshots.report': ({ ordinal, ...target }, context) => {
      const { replay, log } = session.opened;
      return snapshotReport(replay, log, target, ordinal, session.context(context));
    },
    'state.trace': ({ ordinal, ...target }, context) =>
      session.opened.replay.trace(target, ordinal, session.context(context)),
  }) satisfies Partial<Handlers>;
