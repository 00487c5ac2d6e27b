import type { Grant } from '../../shared/protocol/control.ts';
import type { Port } from '../../shared/protocol/port.ts';
import type { RequestName } from '../../shared/protocol/requests.ts';
import { createServer, type Handlers } from '../../shared/protocol/server.ts';
import { branchHandlers } from './handlers/branches.ts';
import { encodingHandlers } from './handlers/encodings.ts';
import { eventHandlers } from './handlers/events.ts';
import { mappingHandlers } from './handlers/mappings.ts';
import { noteHandlers } from './handlers/notes.ts';
import { reportHandlers } from './handlers/reports.ts';
import { schemaHandlers } from './handlers/schemas.ts';
import { stateHandlers } from './handlers/states.ts';
import { storeHandlers } from './handlers/stores.ts';
import { Session, type SessionOptions, type UserFiles } from './session.ts';

/** Requests that need no column of the index, or wait for those that they need: nobody else is asked before all are in. */
const atOnce: ReadonlySet<RequestName> = new Set([
  'store.open',
  'store.close',
  'store.summary',
  'formats.list',
  'timeline.buckets',
]);

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
    ...schemaHandlers(session),
    ...reportHandlers(session),
    ...mappingHandlers(session),
    ...encodingHandlers(session),
    ...branchHandlers(session),
    ...noteHandlers(session),
  };
  const server = createServer(port, handlers, (name) => (atOnce.has(name) ? undefined : session.whole()));
  port.onClose(() => session.close());
  return () => session.close();
}
