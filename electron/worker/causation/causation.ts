import type { Causation, CausationNode, ChainEnd } from '../../../shared/model/causation.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { envelopeAt } from '../eventIndex/envelope.ts';
import { idHash } from '../eventIndex/idHash.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { correlationGroup } from './correlation.ts';
import { eventsWith, idsAt, type LinkIds } from './links.ts';

/** Causes that are followed, and generations of effects. */
const LONGEST = 100;

/**
 * What caused an event, back to the first cause, and what it caused, directly and through others. At most `limit`
 * effects and as many events of the correlation are given; the answer counts what it leaves out. Ids that are used
 * twice, missing causes and circles are said.
 */
export async function causationOf(
  log: ReadableLog,
  ordinal: Ordinal,
  limit: number,
  context: ScanContext,
): Promise<Causation> {
  const ids = idsAt(log, ordinal);
  const { causes, chainEnd, sharedIds } = await causesOf(log, ordinal, ids, context);
  const chain = [...causes].reverse();
  const nodes: CausationNode[] = chain.map((cause, i) => ({
    event: envelopeAt(log.index, cause),
    depth: i - chain.length,
    parent: i === 0 ? null : chain[i - 1]!,
    cut: 0,
  }));
  const effects = await effectsOf(log, ordinal, ids, new Set(causes), limit, context);
  const own = effects.nodes[0]!;
  nodes.push({ ...own, parent: chain.at(-1) ?? null }, ...effects.nodes.slice(1));
  return {
    ordinal,
    eventId: ids.eventId,
    causationId: ids.causationId,
    correlationId: ids.correlationId,
    nodes,
    chainEnd,
    sharedIds,
    circles: effects.circles,
    correlation: ids.correlationId === null ? null : await correlationGroup(log, ids.correlationId, limit, context),
  };
}

/** The chain of causes, the direct one first. */
async function causesOf(
  log: ReadableLog,
  ordinal: Ordinal,
  start: LinkIds,
  context: ScanContext,
): Promise<{ causes: Ordinal[]; chainEnd: ChainEnd; sharedIds: { id: string; events: number }[] }> {
  const causes: Ordinal[] = [];
  const sharedIds: { id: string; events: number }[] = [];
  let at = ordinal;
  let ids = start;
  for (;;) {
    const id = ids.causationId;
    if (id === null) return { causes, chainEnd: { kind: 'first' }, sharedIds };
    if (causes.length >= LONGEST) return { causes, chainEnd: { kind: 'cut' }, sharedIds };
    const { found } = await eventsWith(log, 'eventIdHash', [id], LONGEST, context);
    if (found.length === 0) return { causes, chainEnd: { kind: 'missing', id }, sharedIds };
    if (found.length > 1) sharedIds.push({ id, events: found.length });
    // Of events with the same id the last one before the effect is meant, if there is one.
    const cause = found.findLast((one) => one.ordinal < at) ?? found[0]!;
    if (cause.ordinal === ordinal || causes.includes(cause.ordinal)) {
      return { causes, chainEnd: { kind: 'circle', ordinal: cause.ordinal }, sharedIds };
    }
    causes.push(cause.ordinal);
    at = cause.ordinal;
    ids = cause.ids;
  }
}

interface Grown {
  readonly ordinal: Ordinal;
  readonly parent: Ordinal | null;
  readonly depth: number;
  readonly children: Grown[];
  cut: number;
}

/** The event with everything that it caused, each behind its cause. */
async function effectsOf(
  log: ReadableLog,
  ordinal: Ordinal,
  ids: LinkIds,
  causes: ReadonlySet<Ordinal>,
  limit: number,
  context: ScanContext,
): Promise<{ nodes: CausationNode[]; circles: { from: Ordinal; to: Ordinal }[] }> {
  const root: Grown = { ordinal, parent: null, depth: 0, children: [], cut: 0 };
  const seen = new Set([ordinal]);
  const circles: { from: Ordinal; to: Ordinal }[] = [];
  let generation = new Map<string, Grown>();
  if (ids.eventId !== null) generation.set(ids.eventId, root);
  for (let depth = 1; generation.size > 0; depth++) {
    // The generation beyond is only counted.
    const left = depth > LONGEST ? 0 : limit + 1 - seen.size;
    const { found, more } = await eventsWith(
      log,
      'causationIdHash',
      [...generation.keys()],
      Math.max(0, left),
      context,
    );
    const next = new Map<string, Grown>();
    for (const effect of found) {
      const cause = generation.get(effect.ids.causationId!)!;
      if (seen.has(effect.ordinal) || causes.has(effect.ordinal)) {
        circles.push({ from: cause.ordinal, to: effect.ordinal });
        continue;
      }
      seen.add(effect.ordinal);
      const grown: Grown = { ordinal: effect.ordinal, parent: cause.ordinal, depth, children: [], cut: 0 };
      cause.children.push(grown);
      const { eventId } = effect.ids;
      if (eventId !== null && !next.has(eventId)) next.set(eventId, grown);
    }
    if (more.length > 0) {
      countCut(log, more, generation);
      break;
    }
    generation = next;
  }
  const nodes: CausationNode[] = [];
  const stack = [root];
  while (stack.length > 0) {
    const grown = stack.pop()!;
    nodes.push({
      event: envelopeAt(log.index, grown.ordinal),
      depth: grown.depth,
      parent: grown.parent,
      cut: grown.cut,
    });
    for (let i = grown.children.length - 1; i >= 0; i--) stack.push(grown.children[i]!);
  }
  return { nodes, circles };
}

/** Counts the effects that were left out with the events that caused them. */
function countCut({ index }: ReadableLog, more: readonly Ordinal[], generation: ReadonlyMap<string, Grown>): void {
  const byHash = new Map([...generation].map(([id, grown]) => [idHash(id), grown]));
  for (const ordinal of more) {
    const cause = byHash.get(index.columns.causationIdHash[ordinal]!);
    if (cause) cause.cut++;
  }
}
