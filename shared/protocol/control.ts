import type { Mapping } from '../model/mapping.ts';
import type { StoreRef } from './requests.ts';

/** What stands behind a reference. Only hosts (main, browser host, command line) make these. */
export interface Grant {
  readonly ref: StoreRef;
  /** Absolute path of a file or folder. */
  readonly path: string;
  /** Further files that are one store together with it, as absolute paths. */
  readonly others?: readonly string[];
  /** What the person calls it: the file's name. */
  readonly name: string;
  /** Set for a copy that ends with the host, as an upload does: no later opening could use what is kept of it. */
  readonly passing?: true;
  /** By what the person wants it read. */
  readonly mapping?: Mapping;
}

/** From the parent of the worker, on the channel that no page can reach. One field is set. */
export interface ControlMessage<P> {
  /** A port to serve. Electron carries ports beside the message, so there it is `true`. */
  readonly connect?: P;
  readonly grant?: Grant;
  /** Give a sign of life. */
  readonly ask?: true;
  /** Close what is open, remove private copies, and end. */
  readonly end?: true;
}

/** The worker's answers. One field is set. */
export interface ControlAnswer {
  /** A page may be told of the reference only after this. */
  readonly granted?: StoreRef;
  /** The sign of life that was asked for. */
  readonly alive?: true;
}
