import type { Finding, Severity } from '../../../shared/model/finding.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext, StoreTraits } from '../formats/format.ts';
import type { Replay } from '../replay/replay.ts';
import type { LogFacts } from './logFacts.ts';

export interface CheckResult {
  /** What was examined, or why the check could not run on this store. */
  readonly examined: string;
  readonly findings: readonly Finding[];
}

/** A log, with what its checks may know of it. */
export interface CheckedLog {
  readonly log: ReadableLog;
  readonly traits: StoreTraits;
  readonly facts: LogFacts;
  /** What folds states of this log, for checks that compare with them; `null` where there is none. */
  readonly replay: Replay | null;
}

/** One thing that can be wrong with a log. One file each, listed once in `registry.ts`. */
export interface IntegrityCheck {
  readonly id: string;
  readonly title: string;
  /** Why it matters, in a sentence or two. */
  readonly about: string;
  /** What it goes over: columns are at hand, payloads and pages of the file are read, which takes longer. */
  readonly reads: 'columns' | 'content';
  run(checked: CheckedLog, context: ScanContext): Promise<CheckResult>;
}

/** Events listed with one finding; its `count` has them all. */
export const MAX_ORDINALS = 1000;
/** Findings told one by one; the rest becomes one more that says how many. */
const MAX_FINDINGS = 100;

/** Events looked at between two breaths. */
export const SLICE = 16_384;

/**
 * Collects the findings of one check: the first hundred one by one, the rest as one per severity that keeps their
 * number and their events.
 */
export class Findings {
  readonly #checkId: string;
  /** Ends the sentence `And 312 more …`. */
  readonly #what: string;
  readonly #told: Finding[] = [];
  readonly #rest = new Map<Severity, { findings: number; count: number; ordinals: number[] }>();

  constructor(checkId: string, what: string) {
    this.#checkId = checkId;
    this.#what = what;
  }

  /** Whether further findings are only counted. */
  get isFull(): boolean {
    return this.#told.length >= MAX_FINDINGS;
  }

  /** Adds a finding; `place` makes its id stable across runs. `message` is only asked for when it is told. */
  add(
    severity: Severity,
    place: string,
    ordinals: readonly number[],
    message: () => string,
    count = ordinals.length,
    evidence: readonly string[] = [],
  ): void {
    if (!this.isFull) {
      this.#told.push({
        id: `${this.#checkId}:${place}`,
        checkId: this.#checkId,
        severity,
        message: message(),
        count,
        ordinals: ordinals.slice(0, MAX_ORDINALS),
        ...(evidence.length > 0 && { evidence }),
      });
      return;
    }
    const rest = this.#rest.get(severity) ?? { findings: 0, count: 0, ordinals: [] };
    rest.findings++;
    rest.count += count;
    for (const ordinal of ordinals) if (rest.ordinals.length < MAX_ORDINALS) rest.ordinals.push(ordinal);
    this.#rest.set(severity, rest);
  }

  list(): Finding[] {
    const rest = [...this.#rest].map(([severity, { findings, count, ordinals }]) => ({
      id: `${this.#checkId}:rest-${severity}`,
      checkId: this.#checkId,
      severity,
      message: `And ${findings} more ${this.#what}.`,
      count,
      ordinals,
    }));
    return [...this.#told, ...rest];
  }
}
