import type { LogEvent } from '../logs/logEvent.ts';
import { documentStores } from './documentStores.ts';
import { lineStores } from './lineStores.ts';
import { logStores } from './logStores.ts';
import { tableStores } from './tableStores.ts';

/** Writes events as a store: a file, or a folder, at a path where nothing stands. */
export type StoreBuilder = (path: string, events: readonly LogEvent[]) => void | Promise<void>;

/** One for each format of the registry, by its id. */
export const storeBuilders: Readonly<Record<string, StoreBuilder>> = {
  ...lineStores,
  ...tableStores,
  ...documentStores,
  ...logStores,
};
