import type { Port } from '../../shared/protocol/port.ts';

/** Two ends of a connection in this process. Messages are cloned and arrive later, in order, as over a real port. */
export function portPair(): [Port, Port] {
  const ends = [0, 1].map(() => ({
    messages: [] as ((message: unknown) => void)[],
    closes: [] as (() => void)[],
    waiting: [] as unknown[],
  }));
  let open = true;
  const deliver = (to: (typeof ends)[number], message: unknown): void => {
    if (to.messages.length === 0) to.waiting.push(message);
    for (const listener of to.messages) listener(message);
  };
  const port = (own: (typeof ends)[number], other: (typeof ends)[number]): Port => ({
    post(message) {
      if (!open) return;
      const clone = structuredClone(message);
      queueMicrotask(() => deliver(other, clone));
    },
    onMessage(listener) {
      own.messages.push(listener);
      for (const message of own.waiting.splice(0)) listener(message);
    },
    onClose: (listener) => void own.closes.push(listener),
    close() {
      if (!open) return;
      open = false;
      queueMicrotask(() => {
        for (const listener of [...own.closes, ...other.closes]) listener();
      });
    },
  });
  return [port(ends[0]!, ends[1]!), port(ends[1]!, ends[0]!)];
}
