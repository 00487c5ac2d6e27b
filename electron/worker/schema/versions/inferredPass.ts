import { parseJson } from '../../../../shared/json.ts';
import type { JsonBytes } from '../../../../shared/jsonBytes.ts';
import { visitPayloads } from '../../eventIndex/payloadBytes.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import { BatchSizes } from '../../replay/batchSizes.ts';
import { PayloadWalk } from '../payload/payloadWalk.ts';
import { Profile } from '../payload/profile.ts';
import type { VersionRule } from './versionRule.ts';

/** More forms than this are no versions: the rule is made simpler. */
const MOST_FORMS = 9;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The forms of one type, and how far it was read. */
class InferredType {
  /** The rule that was asked for, and what is left of it. */
  readonly wanted: string;
  rule: VersionRule;
  done = 0;
  readonly profiles: Profile[] = [];
  readonly #versions = new Map<number, number>();
  readonly #walk = new PayloadWalk();

  constructor(wanted: string, rule: VersionRule) {
    this.wanted = wanted;
    this.rule = rule;
  }

  /** The profile that the event belongs to; `null` when there would be too many. */
  profileOf(json: JsonBytes | null, from: number, to: number): Profile | null {
    const form = json === null ? -1 : this.#formOf(json, from, to);
    // What has no form of its own is of that which was written last.
    let version = form < 0 ? Math.max(0, this.profiles.length - 1) : this.#versions.get(form);
    if (version === undefined) {
      if (this.profiles.length >= MOST_FORMS) return null;
      version = this.#versions.size;
      this.#versions.set(form, version);
    }
    this.profiles[version] ??= new Profile(`inferred ${version + 1}`);
    return this.profiles[version]!;
  }

  #formOf(json: JsonBytes, from: number, to: number): number {
    const walk = this.#walk;
    if (!walk.overBytes(json, from, to)) {
      try {
        walk.overValue(parseJson(decoder.decode(json.bytes.subarray(from, to))));
      } catch {
        return -1; // Not JSON after all: the check for unreadable rows names it.
      }
    }
    return this.rule.formOf(walk);
  }
}

/** Walks once more over the payloads of types without versions, and profiles each of their forms. */
export class InferredPass {
  readonly #log: ReadableLog;
  readonly #types = new Map<number, InferredType>();

  constructor(log: ReadableLog) {
    this.#log = log;
  }

  /** The forms of a type in the order in which they came up; empty where no rule was given for it. */
  profilesOf(type: number): readonly Profile[] {
    return this.#types.get(type)?.profiles ?? [];
  }

  ruleOf(type: number): VersionRule | null {
    return this.#types.get(type)?.rule ?? null;
  }

  /** Reads what has not been read by these rules, by type number. `onEvent` is told the version of each event read. */
  async advance(
    rules: ReadonlyMap<number, VersionRule>,
    onEvent: (ordinal: number, version: string) => void,
    context: ScanContext,
  ): Promise<void> {
    for (const type of this.#types.keys()) if (!rules.has(type)) this.#types.delete(type);
    for (const [type, rule] of rules) {
      if (this.#types.get(type)?.wanted !== rule.key) this.#types.set(type, new InferredType(rule.key, rule));
    }
    while (await this.#sweep(onEvent, context));
  }

  /** Reads on to the end of the log; `true` when a type has to begin anew with a simpler rule. */
  async #sweep(onEvent: (ordinal: number, version: string) => void, context: ScanContext): Promise<boolean> {
    const { index } = this.#log;
    const { length } = index;
    const sizes = new BatchSizes();
    const simpler = new Map<number, InferredType>();
    let at = Math.min(length, ...[...this.#types.values()].map(({ done }) => done));
    while (at < length) {
      const ordinals: number[] = [];
      const { type } = index.columns;
      for (let isFull = false; at < length && !isFull; at++) {
        const inferred = this.#types.get(type[at]!);
        if (inferred === undefined || inferred.done > at) continue;
        ordinals.push(at);
        isFull = sizes.isFullWith(index, at);
      }
      let bytes = 0;
      visitPayloads(this.#log, ordinals, (i, json, from, to) => {
        bytes += to - from;
        const ordinal = ordinals[i]!;
        const number = index.columns.type[ordinal]!;
        const inferred = this.#types.get(number);
        if (inferred === undefined) return;
        const profile = inferred.profileOf(json, from, to);
        if (profile === null) {
          this.#types.delete(number);
          const rule = inferred.rule.simpler();
          if (rule !== null) simpler.set(number, new InferredType(inferred.wanted, rule));
          return;
        }
        profile.add(ordinal, index.columns.recordedAt[ordinal]!, json, from, to);
        inferred.done = ordinal + 1;
        onEvent(ordinal, profile.schemaVersion!);
      });
      sizes.took(ordinals.length, bytes);
      await context.breathe({ phase: 'read', done: at, total: length, unit: 'events' });
      sizes.begin();
    }
    for (const inferred of this.#types.values()) inferred.done = length;
    for (const [type, inferred] of simpler) this.#types.set(type, inferred);
    return simpler.size > 0;
  }
}
