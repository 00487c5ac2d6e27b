import { formatCount, plural } from '../../../../shared/format.ts';
import { isJsonObject, type JsonValue } from '../../../../shared/json.ts';
import { microsToIso } from '../../../../shared/time.ts';
import { toText } from '../fields.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { isJson, itemsOf, membersOf, memberText, objectText } from '../rawJson.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';
import { eachItem, headMembers, type Piece, piecesOf, readJson, topMembers } from './jsonDocument.ts';

// reduxjs/redux-devtools, packages/redux-devtools-instrument: the lifted state, in which every action has an id, and the
// export form, which holds bare actions as JSON in a string. The order is that of stagedActionIds, not of the ids; ids
// have gaps where old actions were dropped or skipped ones swept away, so an id is a position and no revision.

export const reduxDevTools: StoreFormat = documentFormat({
  id: 'redux-devtools',
  name: 'Redux DevTools log',
  provenBy: 'logs of redux with @redux-devtools/instrument: lifted state and export form',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  probe,
  convert: (source, _head, writer, context) => convert(source, writer, context),
});

const STREAM = 'store';
const exportKeys = new Set(['payload', 'preloadedState', 'committedState', 'actionCreators']);

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  const members = headMembers(head);
  if (members === null) return no('It is no JSON object.');
  const actions = members.get('actionsById');
  if (actions !== undefined) {
    const [first] = membersOf(actions);
    const lifted = first === undefined ? '' : actions.slice(first.start, first.end);
    return first === undefined || memberText(lifted, 'action') !== undefined
      ? { match: true }
      : no('What its "actionsById" holds has no "action".');
  }
  const payload = members.get('payload');
  if (payload === undefined) return no('It has neither "actionsById" nor "payload".');
  if (!/^"\s*\[\s*[{\]]/.test(payload)) return no('Its "payload" is no list of actions in a string.');
  return [...members.keys()].every((key) => exportKeys.has(key))
    ? { match: true }
    : no('It has more members than an exported log of actions.');
}

async function convert(source: StoreSource, writer: EventWriter, context: ScanContext): Promise<void> {
  const members = topMembers(await readJson(source, writer, context), writer);
  const lifted = members.get('actionsById');
  if (lifted === undefined) await convertExport(members, writer, context);
  else await convertLifted(lifted, members, writer, context);
}

async function convertLifted(
  lifted: string,
  members: ReadonlyMap<string, string>,
  writer: EventWriter,
  context: ScanContext,
): Promise<void> {
  const staged = staging([...piecesOf(lifted).items], members.get('stagedActionIds'), writer);
  const skipped = new Set(idsOf(members.get('skippedActionIds')) ?? []);
  const states = members.get('computedStates') ?? '[]';
  const computed = Array.from(itemsOf(states), ({ start, end, whole }) => (whole ? states.slice(start, end) : ''));
  await eachItem({ text: lifted, items: staged }, 'action', writer, context, (item, before) => {
    const { value, text, key: id } = item;
    const { action, timestamp } = value;
    if (!isJsonObject(action)) return 'It holds no action.';
    const type = toText(action.type);
    if (type === '') return 'Its action has no type.';
    const time = timeOf(timestamp);
    if (time === '' && timestamp !== undefined) writer.problem(item.place, 'Its timestamp is no time.', writer.events);
    const state = memberText(computed[before] ?? '', 'state');
    if (state !== undefined && isJson(state)) {
      writer.snapshot({
        streamId: STREAM,
        streamRevision: id,
        schemaVersion: null,
        state: { kind: 'json', text: state },
      });
    }
    const further: [string, string][] = membersOf(text)
      .filter(({ key }) => !['action', 'timestamp', 'type'].includes(key))
      .map(({ key, start, end }) => [key, text.slice(start, end)]);
    if (skipped.has(id)) further.push(['skipped', 'true']);
    const error = memberText(computed[before] ?? '', 'error');
    if (error !== undefined && isJson(error)) further.push(['error', error]);
    writer.event({
      stream: STREAM,
      type,
      position: /^\d+$/.test(id) ? id : '',
      time,
      data: withoutType(memberText(text, 'action')!),
      metadata: further.length === 0 ? null : objectText(further),
    });
    return null;
  });
  tellRest(members, staged, skipped.size, computed.length, writer);
}

/** The actions in the order in which they count; one that is staged and is not there is a problem. */
function staging(all: readonly Piece[], stagedIds: string | undefined, writer: EventWriter): readonly Piece[] {
  const ids = idsOf(stagedIds);
  if (ids === null) {
    writer.note('It does not say in which order its actions count: they stand by their ids.');
    return all;
  }
  const byId = new Map(all.map((item) => [item.key, item]));
  const items = ids.flatMap((id) => {
    const item = byId.get(id);
    if (item === undefined) writer.problem(`action ${id}`, 'It counts among the actions, but is not there.');
    return item ?? [];
  });
  const unstaged = byId.size - new Set(ids).size;
  if (unstaged > 0) writer.leaveOut('actions that no longer count', unstaged);
  return items;
}

function tellRest(
  members: ReadonlyMap<string, string>,
  items: readonly Piece[],
  skipped: number,
  computed: number,
  writer: EventWriter,
): void {
  const current = items[Number(members.get('currentStateIndex') ?? Number.NaN)];
  if (current !== undefined) writer.note(`The tool showed the state after action ${current.key}.`);
  if (skipped > 0) {
    writer.note(
      `${plural(skipped, 'action')} skipped in the tool: in the log, but without effect on its computed states.`,
    );
  }
  if (computed > 0) writer.note(`It holds ${formatCount(computed)} computed states: they count as its snapshots.`);
  if (members.has('committedState') && members.get('committedState') !== 'null') {
    writer.note(
      'It began from a committed state: a fold that starts from nothing gives another state than the tool did.',
    );
  }
}

async function convertExport(
  members: ReadonlyMap<string, string>,
  writer: EventWriter,
  context: ScanContext,
): Promise<void> {
  await eachItem(piecesOf(stringText(members.get('payload')!).trim()), 'action', writer, context, ({ value, text }) => {
    const type = toText(value.type);
    if (type === '') return 'It has no type.';
    writer.event({ stream: STREAM, type, data: withoutType(text) });
    return null;
  });
  writer.note('This form of the log records neither times nor ids of actions.');
  if (members.has('preloadedState')) {
    writer.note(
      'It began from a preloaded state: a fold that starts from nothing gives another state than the tool did.',
    );
  }
}

/** The action as written, without its type. */
const withoutType = (action: string): string =>
  objectText(
    membersOf(action)
      .filter(({ key }) => key !== 'type')
      .map(({ key, start, end }) => [key, action.slice(start, end)]),
  );

/** Milliseconds since 1970 as ISO text. */
function timeOf(timestamp: JsonValue | undefined): string {
  return typeof timestamp === 'number' ? (microsToIso(Math.round(timestamp * 1000)) ?? '') : '';
}

/** Ids of a list of numbers or texts; `null` when it is none. */
function idsOf(text: string | undefined): string[] | null {
  try {
    const ids = JSON.parse(text ?? '') as JsonValue;
    return Array.isArray(ids) ? ids.map((id) => toText(id)) : null;
  } catch {
    return null; // It is missing or cut off.
  }
}

/** What a JSON string holds, also when its end is cut off: then up to the last character that is whole. */
function stringText(json: string): string {
  for (const [cut, end] of [[0, ''], ...Array.from({ length: 7 }, (_, i) => [i, '"'])] as [number, string][]) {
    try {
      return JSON.parse(json.slice(0, json.length - cut) + end) as string;
    } catch {
      // An escape that is cut off takes up to six characters.
    }
  }
  return '';
}
