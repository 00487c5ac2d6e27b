import { formatCount, plural } from '../../../shared/format.ts';
import type { RecordedEvent } from '../../../shared/model/event.ts';
import type { CliCommand, CommandContext } from '../command.ts';
import { eventValue } from '../jsonValues.ts';
import { type CliStore, withStore } from '../openStore.ts';
import { type Column, table } from '../table.ts';

const DEFAULT_LIMIT = 100;
/** Events that are read and printed at a time. */
const PAGE = 1000;

export const events: CliCommand = {
  name: 'events',
  summary: 'the events, all of them or those that match',
  takes: '<store>',
  options: ['where', 'limit', 'offset'],
  examples: [
    ["events bank.jsonl --where 'type:Money* data.amount:>1000' --limit 20", 'the first 20 that match'],
    ['events bank.jsonl --json --limit 1000000', 'everything as JSON, with payloads and metadata'],
  ],
  notes: [
    `At most ${DEFAULT_LIMIT} events are printed unless --limit says otherwise.`,
    'Under --json a payload that is not JSON, or is nested deeper than 2,000 levels, is',
    '{ "binary": base64, "note": … } or { "invalid": text, "reason": … }.',
  ],
  run: (context) => withStore(context, (store) => printEvents(context, store)),
};

async function printEvents({ options, output }: CommandContext, store: CliStore): Promise<number> {
  const query = options.text('where') ?? '';
  const limit = options.count('limit', DEFAULT_LIMIT);
  const offset = options.count('offset', 0);
  const { scanned, matched } = await store.call('events.count', { query });
  const returned = Math.max(0, Math.min(limit, matched - offset));
  const rows: RecordedEvent[] = [];
  // JSON goes out page by page: a million payloads need not be in memory at once.
  const write = output.listDocument({ scanned, matched, returned }, 'events');
  for (let at = 0; at < returned; at += PAGE) {
    const page = await store.call('events.records', {
      query,
      offset: offset + at,
      limit: Math.min(PAGE, returned - at),
    });
    if (output.json) await write.items(page.rows.map(eventValue));
    else rows.push(...page.rows);
  }
  if (output.json) write.end();
  else {
    if (rows.length > 0) output.lines(eventLines(rows, output.width));
    output.lines([...(rows.length > 0 ? [''] : []), footer(scanned, matched, returned, offset)]);
  }
  return 0;
}

const columns: readonly Column[] = [
  { title: '#', align: 'right' },
  { title: 'POSITION', align: 'right' },
  { title: 'RECORDED AT' },
  { title: 'STREAM' },
  { title: 'REV', align: 'right' },
  { title: 'TYPE' },
  { title: 'V', align: 'right' },
  { title: 'PAYLOAD', flexible: true },
];

const eventLines = (rows: readonly RecordedEvent[], width: number): string[] =>
  table(
    columns,
    rows.map((event) => [
      String(event.ordinal),
      event.globalPosition ?? '–',
      event.recordedAt ?? '–',
      event.streamId,
      event.streamRevision ?? '–',
      event.type,
      event.schemaVersion ?? '–',
      payloadText(event),
    ]),
    width,
  );

function payloadText({ payload }: RecordedEvent): string {
  if (payload.kind === 'json') return payload.text.replace(/\s*\n\s*/g, ' ');
  return payload.kind === 'binary'
    ? `(${plural(payload.bytes, 'byte')}: ${payload.note})`
    : `(not JSON: ${payload.reason})`;
}

function footer(scanned: number, matched: number, returned: number, offset: number): string {
  const found = `${formatCount(matched)} of ${plural(scanned, 'event')} matched`;
  const before = Math.min(offset, matched);
  const after = matched - before - returned;
  const left = [
    ...(before > 0 ? [`${formatCount(before)} before them (--offset)`] : []),
    ...(after > 0 ? [`${formatCount(after)} after them (--limit ${matched - before} shows all)`] : []),
  ];
  return left.length === 0 ? `${found}.` : `${found}; ${formatCount(returned)} shown, ${left.join(' and ')} left out.`;
}
