/** Bytes held for an open store: columns and dictionaries, states kept by replay, kept answers of queries. */
export interface MemoryUse {
  readonly index: number;
  readonly snapshots: number;
  /** Not memory: what snapshots of the reducers here take on disk, for the next opening. */
  readonly keptSnapshots: number;
  readonly queries: number;
}

/** What was removed of what is kept between openings. */
export interface Cleared {
  /** Files of any kind. */
  readonly files: number;
  /** Those of them that held snapshots. */
  readonly snapshotFiles: number;
  readonly bytes: number;
}
