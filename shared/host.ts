import type { Port } from './protocol/port.ts';
import type { StoreRef } from './protocol/requests.ts';

/** A sample of the gallery. `lookFor` says in a line what there is to find. */
export interface SampleEntry {
  readonly ref: StoreRef;
  readonly id: string;
  readonly title: string;
  readonly format: string;
  readonly events: number;
  readonly lookFor: string;
}

/** What an open dialog asks for. */
export type PickedKind = 'file' | 'folder';

export interface StoreEntry {
  readonly ref: StoreRef;
  readonly name: string;
  /** Folder or origin, shortened for a person; never needed to open it. */
  readonly where: string;
  /** Epoch milliseconds of the last opening; `null` where not known. */
  readonly openedAt: number | null;
}

/** What the page may ask of whatever carries it: the desktop app or the browser host. */
export interface Host {
  readonly kind: 'electron' | 'browser';
  /** The store named on the command line, or `null`. */
  initialStore(): Promise<StoreEntry | null>;
  samples(): Promise<readonly SampleEntry[]>;
  /** Stores opened before (desktop), or those named on the command line (browser). */
  recents(): Promise<readonly StoreEntry[]>;
  clearRecents(): Promise<void>;
  /**
   * Native dialog on the desktop, file chooser and upload in the browser, which does not hand over folders: it says so.
   * `null` when dismissed.
   */
  pickStore(what: PickedKind): Promise<StoreEntry | null>;
  /**
   * Files dropped on the page: a store, or several files of one. Uploads in the browser; `onProgress` gets a
   * fraction.
   */
  adoptFiles(files: readonly unknown[], onProgress: (fraction: number) => void): Promise<StoreEntry>;
  /**
   * Saves text where the person says; the browser downloads it. Answers the file's name, or `null` when dismissed. The
   * dialog begins in the folder of the open store with `beside`, else where the last one ended.
   */
  saveFile(suggestedName: string, mimeType: string, text: string, beside?: boolean): Promise<string | null>;
  /** A fresh connection to the worker. After `worker-lost`, asking again starts a new worker. */
  connect(): Promise<Port>;
  /** A store to open that came from outside the page: menu, second instance, open-file. */
  onOpenStore(listener: (store: StoreEntry) => void): void;
  /** A command chosen in the native menu. */
  onCommand(listener: (commandId: string) => void): void;
  /** Tells the window its title and what is open, for menus and recents. */
  storeOpened(store: StoreEntry | null): void;
}
