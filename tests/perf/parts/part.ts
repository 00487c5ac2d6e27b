import { readFileSync } from 'node:fs';
import type { Comparison } from '../comparison.ts';

/** What a part is given. */
export interface Bench {
  /** Where the data are made and kept. */
  readonly folder: string;
  readonly has: {
    readonly duckDb: boolean;
    readonly jq: boolean;
    readonly lnav: boolean;
    readonly sqlite3: boolean;
    readonly grep: boolean;
    readonly emmett: boolean;
  };
  /** Path of a Chromium; `null` when there is none. */
  readonly chromium: string | null;
  /** Tells on standard error what is being done. */
  say(what: string): void;
}

/** A part of the bench that can be run alone. */
export interface Part {
  readonly name: string;
  readonly title: string;
  run(bench: Bench): Promise<Comparison[]> | Comparison[];
}

export const MILLION = 1_000_000;

/** Reads a file once, so that nobody pays for the disk. */
export function readIntoCache(path: string): void {
  readFileSync(path);
}

/** `10k`, `1M`. */
export const sizeName = (events: number): string => (events >= MILLION ? `${events / MILLION}M` : `${events / 1000}k`);
