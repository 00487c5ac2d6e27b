import { type MessagePort, parentPort } from 'node:worker_threads';
import type { ControlAnswer, ControlMessage, Grant } from '../../shared/protocol/control.ts';
import { electronPort, emitterPort, type MessageEmitter } from '../../shared/protocol/emitterPort.ts';
import type { Port } from '../../shared/protocol/port.ts';
import { WITHOUT_PROJECTIONS } from '../../shared/protocol/watchdog.ts';
import { ScanThreads } from './formats/lines/threads/scanThreads.ts';
import { KeptIndexes } from './keptIndex/keptIndexes.ts';
import { serve } from './serve.ts';
import type { SessionOptions } from './session.ts';
import { SideFiles } from './sideFiles/sideFiles.ts';
import { warmUp } from './warmUp.ts';

// The worker's entry: takes ports and grants from its parent, whatever kind of process it was started as.

interface UtilityParent {
  on(event: 'message', listener: (event: { data: ControlMessage<true>; ports: MessageEmitter[] }) => void): void;
  postMessage(message: ControlAnswer): void;
}

const grants = new Map<string, Grant>();
const sessions = new Set<() => void>();
const files = { kept: KeptIndexes.ofUser(), sides: SideFiles.ofUser() };
const scanThreads = new ScanThreads();
const warmingUp = new AbortController();
const options: SessionOptions = {
  projections: !process.argv.includes(WITHOUT_PROJECTIONS),
  scanThreads,
  onOpening: () => warmingUp.abort(),
};
void warmUp(scanThreads, warmingUp.signal);

function obey(message: ControlMessage<unknown>, ports: readonly Port[], answer: (answer: ControlAnswer) => void): void {
  for (const port of ports) {
    const close = serve(port, grants, files, options);
    sessions.add(close);
    port.onClose(() => sessions.delete(close));
  }
  if (message.grant) {
    grants.set(message.grant.ref, message.grant);
    answer({ granted: message.grant.ref });
  }
  if (message.ask) answer({ alive: true });
  if (message.end) {
    warmingUp.abort();
    for (const close of sessions) close();
    // An index that is being kept takes some milliseconds more; the parent does not wait for long.
    void files.kept.settled().then(() => process.exit(0)); // Of this thread or process.
  }
}

const utilityParent = (process as { parentPort?: UtilityParent }).parentPort;
if (utilityParent) {
  utilityParent.on('message', ({ data, ports }) =>
    obey(data, ports.map(electronPort), (answer) => utilityParent.postMessage(answer)),
  );
  // Electron only warns here; a worker in an unknown state must not go on.
  process.on('unhandledRejection', (error) => {
    console.error(error);
    process.exit(1);
  });
} else if (parentPort) {
  const parent = parentPort;
  parent.on('message', (message: ControlMessage<MessagePort>) =>
    obey(message, message.connect ? [emitterPort(message.connect)] : [], (answer) => parent.postMessage(answer)),
  );
} else throw new Error('The worker is started by the app or by the command line, not by itself.');
