import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { ControlAnswer, ControlMessage, Grant } from '../../shared/protocol/control.ts';
import { emitterPort } from '../../shared/protocol/emitterPort.ts';
import { GrantBook } from '../../shared/protocol/grantBook.ts';
import type { Port } from '../../shared/protocol/port.ts';
import {
  createWatchdog,
  defaultPatience,
  hungMessage,
  type Patience,
  WITHOUT_PROJECTIONS,
} from '../../shared/protocol/watchdog.ts';

/** How long a worker may take to close what it has open. */
const END_WITHIN_MS = 2000;

export interface NodeWorker {
  /** A connection of its own. After the worker has ended, this starts a new one that knows the same grants. */
  connect(): Port;
  /** Lets the worker open a path; resolves when it knows. */
  grant(grant: Grant): Promise<void>;
  /** Closes every store and ends the worker. */
  close(): Promise<void>;
}

/** A running worker and our ends of its connections. */
interface Thread {
  readonly worker: Worker;
  readonly ports: Set<MessagePort>;
}

/**
 * The worker in a Node thread. `entry` is its built (or, with type stripping, its source) file. One that hangs in a
 * step that cannot be interrupted is stopped like one that crashed; the next leaves projection files beside a store
 * alone.
 */
export function createNodeWorker(
  entry: URL,
  onCrash: (error: Error) => void = () => {},
  patience: Patience = defaultPatience,
): NodeWorker {
  const grants = new GrantBook();
  let thread: Thread | null = null;
  let hasHung = false;

  const send = (worker: Worker, message: ControlMessage<MessagePort>, transfer: MessagePort[] = []): void =>
    worker.postMessage(message, transfer);

  const start = (): Thread => {
    const worker = new Worker(entry, { argv: hasHung ? [WITHOUT_PROJECTIONS] : [] });
    const started: Thread = { worker, ports: new Set() };
    thread = started;
    const watchdog = createWatchdog(
      () => send(worker, { ask: true }),
      () => {
        hasHung = true;
        // Whoever asks from now on gets the next one.
        if (thread === started) thread = null;
        onCrash(new Error(hungMessage(patience)));
        void worker.terminate();
      },
      patience,
    );
    worker.on('message', ({ granted, alive }: ControlAnswer) => {
      if (alive) watchdog.heard();
      if (granted !== undefined) grants.known(granted);
    });
    worker.on('error', onCrash);
    worker.on('exit', () => {
      watchdog.stop();
      if (thread === started) thread = null;
      grants.ended();
      for (const port of started.ports) port.close();
    });
    for (const grant of grants.all()) send(worker, { grant });
    return started;
  };

  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      const { worker, ports } = thread ?? start();
      send(worker, { connect: port2 }, [port2]);
      ports.add(port1);
      port1.on('close', () => ports.delete(port1));
      return emitterPort(port1);
    },
    grant(grant) {
      const known = grants.add(grant);
      if (thread) send(thread.worker, { grant });
      else start();
      return known;
    },
    async close() {
      if (!thread) return;
      const { worker } = thread;
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      send(worker, { end: true });
      // A worker that hangs in a long step cannot obey.
      const timer = setTimeout(() => void worker.terminate(), END_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
