import type { Grant } from '../../shared/protocol/control.ts';
import type { Port } from '../../shared/protocol/port.ts';
import { createServer, type Handlers } from '../../shared/protocol/server.ts';
import { encodingHandlers } from './handlers/encodings.ts';
import { eventHandlers } from './handlers/events.ts';
import { mappingHandlers } from './handlers/mappings.ts';
import { reportHandlers } from './handlers/reports.ts';
import { stateHandlers } from './handlers/states.ts';
import { storeHandlers } from './handlers/stores.ts';
import { Session, type SessionOptions, type UserFiles } from './session.ts';

/**
 * Answers every request that comes over `port`. A connection has a session of its own, with at most one open log,
 * which is closed when the other side goes. `grants` says which references may be opened; it may grow. `files` is
 * where this user's files are. Answers how to close what is open.
 */
export function serve(
  port: Port,
  grants: ReadonlyMap<string, Grant>,
  files: UserFiles,
  options?: SessionOptions,
): () => void {
  const session = new Session(grants, files, (notice) => server.notify('log.changed', notice), options);
  const handlers: Handlers = {
    ...storeHandlers(session),
    ...eventHandlers(session),
    ...stateHandlers(session),
    ...reportHandlers(session),
    ...mappingHandlers(session),
    ...encodingHandlers(session),
  };
  const server = createServer(port, handlers);
  port.onClose(() => session.close());
  return () => session.close();
}
