import type { Port } from './port.ts';

/** The common part of Node's MessagePort and Electron's MessagePortMain. */
export interface MessageEmitter {
  postMessage(message: unknown): void;
  /** `message` and `close`. */
  on(event: string, listener: (message: unknown) => void): unknown;
  /** Electron's ports hold their messages back until this is called. */
  start?(): void;
  close(): void;
}

/** A Port over an emitter of messages. Electron wraps what it delivers in an event: `unwrap` takes it out. */
export function emitterPort(port: MessageEmitter, unwrap: (message: unknown) => unknown = (message) => message): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', (message) => listener(unwrap(message)));
      port.start?.();
    },
    onClose: (listener) => void port.on('close', () => listener()),
    close: () => port.close(),
  };
}

/** For the ports of Electron's main and utility processes. No transfer list: see `electron/electron#34905`. */
export const electronPort = (port: MessageEmitter): Port =>
  emitterPort(port, (event) => (event as { readonly data: unknown }).data);
