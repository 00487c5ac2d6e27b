import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import type { ControlAnswer, ControlMessage, Grant } from '../../shared/protocol/control.ts';
import { GrantBook } from '../../shared/protocol/grantBook.ts';
import type { StoreRef } from '../../shared/protocol/requests.ts';
import { createWatchdog, WITHOUT_PROJECTIONS } from '../../shared/protocol/watchdog.ts';

/** How long a worker may take to close what it has open. */
const END_WITHIN_MS = 2000;

export interface WorkerProcess {
  /** A port for the page, whose other end the worker serves. Starts the worker if it has ended or was never needed. */
  connect(): MessagePortMain;
  /** Lets the worker open a path; resolves when it knows. Kept for the worker's successors. */
  grant(grant: Grant): Promise<void>;
  /** What was granted under a reference. */
  grantOf(ref: StoreRef): Grant | null;
  close(): void;
}

/**
 * The worker as a utility process of its own: if a damaged store brings it down, the window stands. One that hangs in a
 * step that cannot be interrupted is ended the same way; the next leaves projection files beside a store alone.
 */
export function createWorkerProcess(entry: string, onLost: () => void): WorkerProcess {
  const grants = new GrantBook();
  let running: UtilityProcess | null = null;
  let closed = false;
  let hasHung = false;

  const send = (process: UtilityProcess, message: ControlMessage<true>, ports: MessagePortMain[] = []): void =>
    process.postMessage(message, ports);

  const start = (): UtilityProcess => {
    const started = utilityProcess.fork(entry, hasHung ? [WITHOUT_PROJECTIONS] : [], {
      serviceName: 'Eventloupe worker',
      stdio: 'inherit',
    });
    running = started;
    const watchdog = createWatchdog(
      () => send(started, { ask: true }),
      () => {
        hasHung = true;
        kill(started);
      },
    );
    started.on('message', ({ granted, alive }: ControlAnswer) => {
      if (alive) watchdog.heard();
      if (granted !== undefined) grants.known(granted);
    });
    started.on('exit', () => {
      watchdog.stop();
      if (running === started) running = null;
      grants.ended();
      if (!closed) onLost();
    });
    for (const grant of grants.all()) send(started, { grant });
    return started;
  };

  return {
    connect() {
      const { port1, port2 } = new MessageChannelMain();
      send(running ?? start(), { connect: true }, [port1]);
      return port2;
    },
    grant(grant) {
      const known = grants.add(grant);
      if (running) send(running, { grant });
      else start();
      return known;
    },
    grantOf: (ref) => grants.of(ref),
    close() {
      closed = true;
      const ending = running;
      if (!ending) return;
      send(ending, { end: true });
      // A worker that hangs in a long step cannot obey.
      const timer = setTimeout(() => kill(ending), END_WITHIN_MS);
      ending.once('exit', () => clearTimeout(timer));
    },
  };
}

/** Ends a process that does not obey. */
function kill(child: UtilityProcess): void {
  const { pid } = child;
  // Electron asks politely where it can; what runs on after that is not asked again.
  if (!child.kill() || pid === undefined) return;
  const timer = setTimeout(() => process.kill(pid, 'SIGKILL'), END_WITHIN_MS);
  child.once('exit', () => clearTimeout(timer));
}
