/** What a transport must offer: a worker thread's port, Electron's port, a DOM port or a socket. */
export interface Port {
  /** Queues one structured-clonable message of plain JSON values and typed arrays. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the other side has gone. */
  onClose(listener: () => void): void;
  close(): void;
}
