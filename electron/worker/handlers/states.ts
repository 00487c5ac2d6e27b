import type { Handlers } from '../../../shared/protocol/server.ts';
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
    'state.diff': ({ from, to, ...target }, context) =>
      session.opened.replay.diff(target, from, to, session.context(context)),
    'state.history': ({ path, ...target }, context) =>
      session.opened.replay.history(target, path, session.context(context)),
    'projections.list': async () => {
      const { replay, projections } = session.opened;
      const failures = await projections;
      return { reducers: replay.reducers(), failures };
    },
    'projections.add': ({ name, source }) => session.opened.replay.addProjection(name, source),
  }) satisfies Partial<Handlers>;
