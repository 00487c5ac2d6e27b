import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import type { ControlAnswer, ControlMessage, Grant } from '../../shared/protocol/control.ts';
import type { StoreRef } from '../../shared/protocol/requests.ts';

export interface WorkerProcess {
  /** A port for the page, whose other end the worker serves. Starts the worker if it has ended or was never needed. */
  connect(): MessagePortMain;
  /** Lets the worker open a path; resolves when it knows. Kept for the worker's successors. */
  grant(grant: Grant): Promise<void>;
  /** The path that was granted under a reference. */
  pathOf(ref: StoreRef): string | null;
  close(): void;
}

/** The worker as a utility process of its own: if a damaged store brings it down, the window stands. */
export function createWorkerProcess(entry: string, onLost: () => void): WorkerProcess {
  const grants = new Map<StoreRef, Grant>();
  const waiting = new Map<StoreRef, (() => void)[]>();
  let running: UtilityProcess | null = null;
  let closed = false;

  const send = (process: UtilityProcess, message: ControlMessage<true>, ports: MessagePortMain[] = []): void =>
    process.postMessage(message, ports);

  const settle = (ref: StoreRef): void => {
    for (const resolve of waiting.get(ref) ?? []) resolve();
    waiting.delete(ref);
  };

  const start = (): UtilityProcess => {
    const started = utilityProcess.fork(entry, [], { serviceName: 'Eventloupe worker', stdio: 'inherit' });
    running = started;
    started.on('message', ({ granted }: ControlAnswer) => settle(granted));
    started.on('exit', () => {
      if (running === started) running = null;
      // A new worker is told all grants before anything else, so nobody has to wait for this one.
      for (const ref of [...waiting.keys()]) settle(ref);
      if (!closed) onLost();
    });
    for (const grant of grants.values()) send(started, { grant });
    return started;
  };

  return {
    connect() {
      const { port1, port2 } = new MessageChannelMain();
      send(running ?? start(), { connect: true }, [port1]);
      return port2;
    },
    grant(grant) {
      grants.set(grant.ref, grant);
      return new Promise((resolve) => {
        waiting.set(grant.ref, [...(waiting.get(grant.ref) ?? []), resolve]);
        if (running) send(running, { grant });
        else start();
      });
    },
    pathOf: (ref) => grants.get(ref)?.path ?? null,
    close() {
      closed = true;
      if (running) send(running, { end: true });
    },
  };
}
