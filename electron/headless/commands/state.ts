import { plural } from '../../../shared/format.ts';
import { stringifyJson } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { LogPoint } from '../../../shared/model/event.ts';
import type { FoldFailure, StateAt, Trace } from '../../../shared/model/state.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { fields } from '../table.ts';

export const state: CliCommand = {
  name: 'state',
  summary: 'the state of a stream or of a projection at a point',
  takes: '<store>',
  options: ['stream', 'projection', 'partition', 'at', 'trace', 'snapshot-every'],
  examples: [
    ['state bank.jsonl --stream account-1001', 'its state at the end'],
    ['state bank.jsonl --stream account-1001 --at 2026-03-02T12:00Z', 'its state then'],
    ['state bank.jsonl --projection bank.projection.js --partition account-1001 --at "#12"', 'folded by your code'],
  ],
  notes: [
    'Without a projection, payloads are merged (JSON Merge Patch, RFC 7396): useful, but not your business state.',
    'A projection that throws ends the fold at that event: the state before it is printed, and the exit code is 1.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const target = await store.target();
      const point = await store.point('at', 'end');
      const result = await store.call('state.at', { ...target, ordinal: point?.ordinal ?? -1 });
      const trace = context.options.has('trace')
        ? await store.call('state.trace', { ...target, ordinal: point?.ordinal ?? -1 })
        : null;
      if (context.output.json) context.output.document({ ...stateValue(result), ...(trace && { trace }) });
      else context.output.lines([...stateLines(result), ...(trace ? traceLines(trace) : [])]);
      return result.failure === null ? 0 : 1;
    }),
};

/** What `console.log` printed, event by event. */
function traceLines({ events, lines, unkept }: Trace): string[] {
  return [
    '',
    lines.length === 0 ? `It printed nothing at its last ${plural(events, 'event')}.` : 'Printed:',
    ...lines.map(({ ordinal, type, text }) => `  #${ordinal} ${type}: ${text}`),
    ...(unkept > 0 ? [`  and ${plural(unkept, 'line')} more, which were not kept`] : []),
  ];
}

/** Time taken is left out: the same question gives the same answer. */
const stateValue = (result: StateAt) => ({
  partition: result.partition,
  reducer: result.reducer.id,
  at: result.at,
  folded: result.folded,
  fromSnapshot: result.fromSnapshot,
  eventsBefore: result.eventsBefore,
  eventsTotal: result.eventsTotal,
  state: printableJson(result.state),
  failure: result.failure,
});

export function pointText(point: LogPoint | null): string {
  if (point === null) return 'before the first event';
  const position = point.globalPosition === null ? '' : ` · position ${point.globalPosition}`;
  return `#${point.ordinal}${position}${point.recordedAt === null ? '' : ` · ${point.recordedAt}`}`;
}

/** What is said under an answer that a throwing projection cut short. */
export const failureLines = (failure: FoldFailure | null): string[] =>
  failure === null ? [] : ['', `The projection failed at event #${failure.ordinal}: ${failure.message}`];

function stateLines(result: StateAt): string[] {
  const { reducer, failure } = result;
  const from = result.fromSnapshot === null ? '' : `, from the snapshot at #${result.fromSnapshot}`;
  return [
    ...fields([
      ['Partition', result.partition],
      ['At', pointText(result.at)],
      ['Reducer', reducer.kind === 'merge' ? 'merge: payloads merged, not business state' : reducer.name],
      ['Events', `${result.eventsBefore} of ${result.eventsTotal} (${plural(result.folded, 'event')} folded${from})`],
    ]),
    '',
    ...(result.state === null
      ? ['No event of it has happened yet.']
      : stringifyJson(printableJson(result.state), 2).split('\n')),
    ...failureLines(failure),
  ];
}
