import { checkMapping } from '../../../shared/mappingText.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import type { Session } from '../session.ts';

/** Looking into a store to say where its events are. */
export const mappingHandlers = (session: Session) =>
  ({
    'mapping.inspect': ({ ref, file, source }, call) => {
      const { grant, context } = session.lookInto(ref, call);
      return session.desk.inspect(grant, { file, source }, context);
    },
    'mapping.preview': ({ ref, mapping }, call) => {
      const { grant, context } = session.lookInto(ref, call);
      return session.desk.preview(grant, checkMapping(mapping), context);
    },
    'mapping.forget': async ({ ref, file }, call) => {
      const { grant, context } = session.lookInto(ref, call);
      return { forgotten: await session.desk.forget(grant, file, context) };
    },
  }) satisfies Partial<Handlers>;
