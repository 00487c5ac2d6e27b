import { parseQuery, type QueryNode } from '../../../shared/query.ts';
import type { QueryTerm } from '../../../shared/queryTerm.ts';
import { BitSet } from '../eventIndex/bitSet.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { ReadBatch } from '../eventIndex/readBatch.ts';
import type { ScanContext } from '../formats/format.ts';
import { Lru } from './lru.ts';
import { planTerm, type TermPlan } from './query.ts';
import { SharedRuns } from './sharedRuns.ts';

/** Events that are sooner read than sifted. */
const FEW = 64;
const KEPT_QUERIES = 32;
const KEPT_TERMS = 64;

export interface SearchResult {
  /** `null` when the query is empty: all events. */
  readonly set: BitSet | null;
  /** Events examined: all that were in the index. */
  readonly scanned: number;
  readonly matched: number;
  /** `false` when the index was still filling. */
  readonly complete: boolean;
}

type ReadPlan = Exclude<TermPlan, { kind: 'columns' }>;

/** What is known of a term so far. Ordinals never change, so it stays true while the index grows. */
interface TermHits {
  /** Events already examined. */
  known: BitSet;
  matched: BitSet;
}

/** Finds events by query. Answers are kept, per query and per term, and extended when the index has grown. */
export class Search {
  readonly #log: ReadableLog;
  readonly #results = new Lru<SearchResult>(KEPT_QUERIES);
  readonly #plans = new Lru<TermPlan>(KEPT_TERMS);
  readonly #hits = new Lru<TermHits>(KEPT_TERMS);

  readonly #running = new SharedRuns<SearchResult>();

  constructor(log: ReadableLog) {
    this.#log = log;
  }

  /** Bytes of the sets that are kept. */
  get byteLength(): number {
    const sets = new Set<BitSet>();
    for (const { set } of this.#results.values()) if (set) sets.add(set);
    for (const { known, matched } of this.#hits.values()) sets.add(known).add(matched);
    let bytes = 0;
    for (const set of sets) bytes += set.words.byteLength;
    return bytes;
  }

  /**
   * The events that match, among those that are in the index now. Terms on the envelope are answered from columns;
   * only what they leave is read. The same question asked while it is being answered is
   * answered with it. Throws `bad-query` with the place, and the signal's reason once cancelled.
   */
  async find(query: string, context: ScanContext): Promise<SearchResult> {
    const { index } = this.#log;
    const { length, complete } = index;
    const text = query.trim();
    if (text === '') return { set: null, scanned: length, matched: length, complete };
    const kept = this.#results.get(text);
    if (kept && kept.scanned === length && kept.complete === complete) return kept;
    return this.#running.join(`${length} ${complete} ${query}`, context, async (shared) => {
      // Parsed as written, so that the place of an error is a place in what the person sees.
      const set = await this.#evaluate(parseQuery(query), query, BitSet.full(length), shared);
      const result = { set, scanned: length, matched: set.count, complete };
      this.#results.set(text, result);
      return result;
    });
  }

  /** Members of `within` that match. */
  async #evaluate(node: QueryNode, query: string, within: BitSet, context: ScanContext): Promise<BitSet> {
    switch (node.kind) {
      case 'all':
        return within;
      case 'not':
        return within.andNot(await this.#evaluate(node.node, query, within, context));
      case 'or': {
        let found = new BitSet(within.size);
        for (const option of node.nodes) {
          found = found.or(await this.#evaluate(option, query, within.andNot(found), context));
        }
        return found;
      }
      case 'and': {
        let left = within;
        const nodes = node.nodes.map((child) => ({ child, cost: this.#cost(child, query) }));
        for (const { child } of nodes.sort((a, b) => a.cost - b.cost)) {
          if (left.isEmpty) return left;
          left = await this.#evaluate(child, query, left, context);
        }
        return left;
      }
      case 'term':
        return this.#evaluateTerm(node.term, query.slice(node.term.from, node.term.to), within, context);
    }
  }

  /** 0 from columns, 1 payloads, 2 whole records; the dearest of a group. */
  #cost(node: QueryNode, query: string): number {
    if (node.kind === 'all') return 0;
    if (node.kind === 'not') return this.#cost(node.node, query);
    if (node.kind !== 'term') return Math.max(...node.nodes.map((child) => this.#cost(child, query)));
    const plan = this.#plan(node.term, query.slice(node.term.from, node.term.to));
    return plan.kind === 'columns' ? 0 : plan.kind === 'payload' ? 1 : plan.maybe ? 0.5 : 2;
  }

  #plan(term: QueryTerm, text: string): TermPlan {
    const kept = this.#plans.get(text);
    if (kept) return kept;
    const plan = planTerm(term);
    this.#plans.set(text, plan);
    return plan;
  }

  async #evaluateTerm(term: QueryTerm, text: string, within: BitSet, context: ScanContext): Promise<BitSet> {
    const plan = this.#plan(term, text);
    const hits = this.#hitsOf(plan, text, within.size);
    if (plan.kind !== 'columns') {
      await this.#sift(plan, hits, within.andNot(hits.known), context);
      await this.#read(plan, hits, within.andNot(hits.known), context);
    }
    return within.and(hits.matched);
  }

  /** What is known of a term, made as long as the index is now. */
  #hitsOf(plan: TermPlan, text: string, length: number): TermHits {
    const kept = this.#hits.get(text);
    if (kept && kept.known.size >= length) return kept;
    let hits: TermHits;
    if (plan.kind === 'columns') {
      hits = { known: BitSet.full(length), matched: plan.evaluate(this.#log.index, length) };
    } else {
      hits = {
        known: kept?.known.resized(length) ?? new BitSet(length),
        matched: kept?.matched.resized(length) ?? new BitSet(length),
      };
      if (plan.kind === 'record' && plan.surely) {
        const surely = plan.surely(this.#log.index, length);
        hits.known = hits.known.or(surely);
        hits.matched = hits.matched.or(surely);
      }
      if (plan.kind === 'record' && plan.maybe) hits.known = hits.known.or(plan.maybe(this.#log.index, length).not());
    }
    this.#hits.set(text, hits);
    return hits;
  }

  /** Asks the store's bytes, where it is worth it: what they leave open is read. */
  async #sift(plan: ReadPlan, hits: TermHits, unknown: BitSet, context: ScanContext): Promise<void> {
    const { reader, index } = this.#log;
    if (plan.sought === undefined || unknown.count < FEW) return;
    const sifted = await reader.sift?.(index, plan.sought, unknown, context);
    if (!sifted) return;
    hits.known = hits.known.or(unknown.andNot(sifted.unsure));
    hits.matched = hits.matched.or(sifted.matched);
  }

  async #read(plan: ReadPlan, hits: TermHits, unknown: BitSet, context: ScanContext): Promise<void> {
    const { reader, index } = this.#log;
    const total = unknown.count;
    let done = 0;
    const batches = new ReadBatch();
    let at = unknown.next(-1);
    while (at >= 0) {
      const batch: number[] = [];
      for (let isFull = false; at >= 0 && !isFull; at = unknown.next(at)) {
        batch.push(at);
        isFull = batches.isFullWith(index, at);
      }
      const note = (i: number, passes: boolean): void => {
        hits.known.add(batch[i]!);
        if (passes) hits.matched.add(batch[i]!);
      };
      if (plan.kind === 'payload') {
        for (const [i, text] of reader.readPayloads(index, batch).entries()) note(i, plan.test(text));
      } else {
        for (const [i, record] of reader.readRecords(index, batch).entries()) note(i, plan.test(record));
      }
      batches.end();
      done += batch.length;
      await context.breathe({ phase: 'read', done, total, unit: 'events' });
    }
  }
}
