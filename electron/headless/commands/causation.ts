import { formatSpan, plural } from '../../../shared/format.ts';
import type { Causation, CausationNode, ChainEnd } from '../../../shared/model/causation.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { CliCommand } from '../command.ts';
import { type CliStore, withStore } from '../openStore.ts';

const DEFAULT_LIMIT = 500;

export const causation: CliCommand = {
  name: 'causation',
  summary: 'what caused an event, what it caused, and what belongs to the same correlation',
  takes: '<store>',
  options: ['event', 'limit', 'no-cache'],
  examples: [
    ['causation rides.jsonl --event "#12"', 'the tree round an event'],
    ['causation rides.jsonl --event 9e40edb7-b713-4abe-bd4b-327b4eaaba5e', 'the same by its id'],
  ],
  notes: [
    `At most ${DEFAULT_LIMIT} effects and as many events of the correlation are given unless --limit says otherwise.`,
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const ordinal = await ordinalOf(options.required('event'), store);
      const limit = options.count('limit', DEFAULT_LIMIT);
      const found = await store.call('causation.of', { ordinal, limit });
      if (output.json) output.document(found);
      else output.lines(lines(found));
      return 0;
    }),
};

/** An event by its id, or as a point is written. */
async function ordinalOf(text: string, store: CliStore): Promise<number> {
  const { ordinals } = await store.call('events.withId', { id: text });
  if (ordinals.length > 1) {
    const all = ordinals.map((ordinal) => `#${ordinal}`).join(', ');
    throw new InspectorError('bad-request', `Several events have the id ${text}: ${all}.`, {
      advice: 'Name one of them by its number.',
    });
  }
  if (ordinals.length === 1) return ordinals[0]!;
  try {
    const point = await store.call('log.point', { point: text });
    if (point !== null) return point.ordinal;
  } catch (error) {
    if (!(error instanceof InspectorError) || error.code !== 'bad-point' || text.startsWith('#')) throw error;
  }
  throw new InspectorError('not-found', `No event has the id ${text}, and it is no point of the log.`, {
    advice: 'Write an event id, or #N for the event with that number from 0.',
  });
}

function lines({ ordinal, nodes, chainEnd, sharedIds, circles, correlation, correlationId }: Causation): string[] {
  const first = nodes[0]!.depth;
  return [
    ...endLines(chainEnd),
    ...nodes.flatMap((node) => nodeLines(node, first, node.event.ordinal === ordinal)),
    ...(nodes.at(-1)!.depth <= 0 ? ['No event of this log names it as its cause.'] : []),
    ...sharedIds.map(({ id, events }) => `${plural(events, 'event')} have the id ${id}: one of them was taken.`),
    ...circles.map(({ from, to }) => `#${from} caused #${to}, which is among its causes: the circle is not followed.`),
    '',
    ...(correlation === null ? ['It has no correlation id.'] : correlationLines(correlation, correlationId!)),
  ];
}

function endLines(end: ChainEnd): string[] {
  switch (end.kind) {
    case 'first':
      return [];
    case 'missing':
      return [`(missing) ${end.id}: no event of this log has this id`];
    case 'circle':
      return [`(circle) the cause is #${end.ordinal} again`];
    case 'cut':
      return ['(…) the chain goes on: it is followed for 100 causes'];
  }
}

function nodeLines({ event, depth, cut }: CausationNode, first: number, isAsked: boolean): string[] {
  const indent = '  '.repeat(depth - first);
  const { ordinal, type, streamId, recordedAt } = event;
  const line = `${indent}${isAsked ? '→ ' : ''}#${ordinal} ${type} of ${streamId}${recordedAt === null ? '' : `, ${recordedAt}`}`;
  return [line, ...(cut === 0 ? [] : [`${indent}  and ${plural(cut, 'more event')} (--limit shows more)`])];
}

function correlationLines(
  { events, lanes, cut, spanMicros }: NonNullable<Causation['correlation']>,
  id: string,
): string[] {
  const span = spanMicros === null ? '' : ` within ${formatSpan(spanMicros)}`;
  const rows = lanes
    .flatMap((lane) => lane.events)
    .sort((a, b) => a.event.ordinal - b.event.ordinal)
    .map(({ event, sinceMicros }) => {
      const since = sinceMicros === null ? '–' : sinceMicros === 0 ? '0 s' : `+${formatSpan(sinceMicros)}`;
      return `  ${since.padStart(12)}  #${event.ordinal} ${event.type} of ${event.streamId}`;
    });
  return [
    `Correlation ${id}: ${plural(events, 'event')} in ${plural(lanes.length, 'stream')}${span}`,
    ...rows,
    ...(cut === 0 ? [] : [`  and ${plural(cut, 'more event')} (--limit shows more)`]),
  ];
}
