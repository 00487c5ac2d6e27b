import { consoleSource } from './sandboxConsole.ts';
import { fieldCount } from './sandboxEvent.ts';
import { upcastSource } from './upcast.ts';

/** The name under which projection code runs: places in error messages carry it. */
export const AUTHOR_FILE = 'projection';

/**
 * What stands in the sandbox before the author's code: no clock, no randomness, no collector to watch; the time zone is
 * UTC; the KurrentDB words. It answers an object with which the host drives the projection. It takes what it needs from
 * the built-ins first, so that the author's code cannot change how it works.
 */
export const harnessSource = `(() => {
'use strict';
const { parse, stringify } = JSON;
const { hasOwn, getPrototypeOf, keys } = Object;
const ObjectPrototype = Object.prototype;
const ArrayPrototype = Array.prototype;
const isArray = Array.isArray;
const construct = Reflect.construct;
${upcastSource}
let index = -1;
${consoleSource}

const refuse = (what, instead) => { throw new Error('A projection has no ' + what + ': ' + instead); };
const noClock = () => refuse('clock', 'take the time from the event (recordedAt).');
Math.random = () => refuse('randomness', 'the same events must give the same state.');
delete globalThis.WeakRef;
delete globalThis.FinalizationRegistry;
const RealDate = Date;
const utcText = (text) =>
  /^[+-]?\\d{4,6}(-\\d\\d(-\\d\\d)?)?$|(Z|[+-]\\d\\d:?\\d\\d|GMT|UTC)\\s*(\\(.*\\))?$/i.test(text)
    ? text
    : text + (/^[+-]?\\d{4,6}-\\d\\d-\\d\\dT/.test(text) ? 'Z' : ' UTC');
const utcParse = (text) => RealDate.parse(utcText(String(text)));
function SandboxDate(...parts) {
  if (new.target === undefined || parts.length === 0) noClock();
  let time;
  if (parts.length > 1) time = RealDate.UTC(...parts);
  else if (parts[0] instanceof RealDate) time = parts[0].getTime();
  else time = typeof parts[0] === 'string' ? utcParse(parts[0]) : parts[0];
  return construct(RealDate, [time], new.target);
}
Object.defineProperty(SandboxDate, 'name', { value: 'Date' });
SandboxDate.prototype = RealDate.prototype;
SandboxDate.UTC = RealDate.UTC;
SandboxDate.parse = utcParse;
SandboxDate.now = noClock;
for (const name of Object.getOwnPropertyNames(RealDate.prototype)) {
  const utc = name.replace(/^(get|set)/, '$1UTC');
  if (utc !== name && RealDate.prototype[utc]) RealDate.prototype[name] = RealDate.prototype[utc];
}
const toText = RealDate.prototype.toUTCString;
for (const name of ['toString', 'toLocaleString', 'toDateString', 'toTimeString', 'toLocaleDateString', 'toLocaleTimeString']) {
  RealDate.prototype[name] = function () { return toText.call(this); };
}
RealDate.prototype.getTimezoneOffset = () => 0;
RealDate.prototype.constructor = SandboxDate;
globalThis.Date = SandboxDate;

// The KurrentDB words. What a projection emits or links goes elsewhere and is no part of its state.
const kurrent = { used: false, source: null, partitioning: 'single', partitionBy: null, handlers: null };
const chain = {
  foreachStream() { kurrent.partitioning = 'stream'; return chain; },
  partitionBy(key) { kurrent.partitioning = 'key'; kurrent.partitionBy = key; return chain; },
  when(handlers) {
    for (const name of keys(handlers)) {
      if (/^\\$(init|created|shared)./.test(name) || name === '$created') {
        throw new Error('The handler ' + name + ' is not known here. Known are $init, $any, $deleted and event types.');
      }
      if (typeof handlers[name] !== 'function') throw new Error('The handler ' + name + ' is not a function.');
    }
    kurrent.handlers = handlers;
    return chain;
  },
  outputState() { return chain; },
  outputTo() { return chain; },
  transformBy() { throw new Error('transformBy is not known here: Eventloupe shows the state itself.'); },
  filterBy() { throw new Error('filterBy is not known here: Eventloupe shows the state itself.'); },
};
const from = (kind, names) => {
  if (kurrent.used) throw new Error('A projection reads from one source: fromAll, fromCategory, fromStream or fromStreams once.');
  for (const name of names) if (typeof name !== 'string' || name === '') throw new Error('Streams and categories are named by text.');
  kurrent.used = true;
  kurrent.source = { kind, names };
  return chain;
};
const words = {
  fromAll: () => from('all', []),
  fromCategory: (name) => from('category', [name]),
  fromCategories: (...names) => from('category', names.flat()),
  fromStream: (name) => from('stream', [name]),
  fromStreams: (...names) => from('stream', names.flat()),
  options() {}, emit() {}, linkTo() {}, linkStreamTo() {}, copyTo() {}, log: say,
};

let projection = null;
let state;

const isFunction = (value) => typeof value === 'function';
const wrong = (message) => { throw new Error(message); };

function decider(exported) {
  const { evolve, initialState, partitionBy, upcasters } = exported;
  if (!isFunction(evolve)) wrong('It must export a function evolve(state, event).');
  if (!isFunction(initialState)) wrong('It must export a function initialState().');
  if (partitionBy !== undefined && !isFunction(partitionBy)) wrong('Its export partitionBy is not a function.');
  const steps = upcasters ?? {};
  if (typeof steps !== 'object') wrong('Its export upcasters is not an object of event types.');
  const upcasterList = keys(steps).map((type) => {
    if (steps[type] === null || typeof steps[type] !== 'object') wrong('The upcasters of ' + type + ' are not an object of versions.');
    for (const version of keys(steps[type])) {
      if (!/^(0|[1-9]\\d{0,14})$/.test(version)) wrong('The upcaster of ' + type + ' from ' + version + ': versions are whole numbers.');
      if (!isFunction(steps[type][version])) wrong('The upcaster of ' + type + ' from version ' + version + ' is not a function.');
    }
    return { type, from: keys(steps[type]) };
  });
  const eventAt = (fields, at) => {
    const event = {
      type: fields[at], data: fields[at + 1], metadata: fields[at + 2], streamId: fields[at + 3],
      streamRevision: fields[at + 4], globalPosition: fields[at + 6], recordedAt: fields[at + 7],
      schemaVersion: fields[at + 8], eventId: fields[at + 5],
    };
    if (hasOwn(steps, event.type)) upcast(steps[event.type], event);
    return event;
  };
  projection = {
    init: () => initialState(),
    width: ${fieldCount.decider},
    step(before, fields, at) {
      const after = evolve(before, eventAt(fields, at));
      if (after === undefined) wrong('evolve returned nothing: it must return the state, also where the event does not matter.');
      return after;
    },
    key: partitionBy && ((fields, at) => partitionBy(eventAt(fields, at))),
    upcasted: (fields) => eventAt(fields, 0),
  };
  return { kind: 'decider', partitioning: partitionBy ? 'key' : 'stream', upcasters: upcasterList, source: { kind: 'all', names: [] } };
}

function kurrentEvent(fields, at) {
  const data = fields[at + 1];
  const streamId = fields[at + 3];
  return {
    isJson: data !== null, data, body: data, eventType: fields[at], streamId, sequenceNumber: fields[at + 4],
    metadata: fields[at + 2], eventId: fields[at + 5], partition: streamId,
  };
}

function kurrentProjection() {
  if (!kurrent.used || kurrent.handlers === null) wrong('It must call fromAll(), fromCategory(), fromStream() or fromStreams(), then .when({ … }).');
  const { handlers, partitionBy, partitioning } = kurrent;
  if (partitioning === 'key' && !isFunction(partitionBy)) wrong('partitionBy must be given a function.');
  const handlerFor = (type) => {
    if (type === '$streamDeleted' && hasOwn(handlers, '$deleted')) return handlers.$deleted;
    if (type !== '$init' && type !== '$any' && type !== '$deleted' && hasOwn(handlers, type)) return handlers[type];
    return hasOwn(handlers, '$any') ? handlers.$any : null;
  };
  /** By type, once it was met. */
  const handlerOf = { __proto__: null };
  projection = {
    init: () => (hasOwn(handlers, '$init') ? handlers.$init() : {}),
    width: ${fieldCount.kurrent},
    step(before, fields, at) {
      const type = fields[at];
      let handler = handlerOf[type];
      if (handler === undefined) handler = handlerOf[type] = handlerFor(type);
      if (handler === null) return before;
      const after = handler(before, kurrentEvent(fields, at));
      return after === undefined ? before : after;
    },
    key: partitioning === 'key' ? (fields, at) => partitionBy(kurrentEvent(fields, at)) : undefined,
  };
  return { kind: 'kurrent', partitioning, upcasters: [], source: kurrent.source };
}

/** Lets through what JSON keeps; the rest would be lost in a snapshot, so it is an error where it appears. */
function plain(key, value) {
  const raw = this[key];
  const type = typeof raw;
  if (type === 'object' && raw !== null) {
    const prototype = getPrototypeOf(raw);
    if (isArray(raw) ? prototype === ArrayPrototype : prototype === ObjectPrototype || prototype === null) return value;
    const name = raw.constructor?.name;
    wrong('The state holds ' + (name ? 'a ' + name : 'an object of a class') + at(key) + '. It may hold plain objects, lists, text, numbers, true, false and null only.');
  }
  if (type === 'function' || type === 'bigint' || type === 'symbol') wrong('The state holds a ' + type + at(key) + ', which is not JSON.');
  if (type === 'number' && (raw !== raw || raw === Infinity || raw === -Infinity)) wrong('The state holds ' + raw + at(key) + ', which is not a JSON number.');
  if (type === 'undefined' && isArray(this)) wrong('The state holds undefined in a list' + at(key) + ', which is not JSON.');
  return value;
}
const at = (key) => (key === '' ? '' : ' under ' + stringify(String(key)));

function print(value) {
  if (value === undefined) wrong('The state is undefined.');
  return stringify(value, plain);
}

/** The fields of all events of the batch, one event behind the other. */
let fields = [];
let wanted = [];
let next = 0;
/** Where the fold goes on from another state: index, 1 when there is one else 0, the state; index, … */
let loads = [];
let nextLoad = 0;
let initialText;
/**
 * Parsed anew for each partition: an initial state that is one shared object must not carry what another wrote to it.
 */
const freshState = () => parse(initialText ??= print(projection.init()));

/** Folds on from after \`index\` until the batch is done or the states printed are a few million characters. */
function go() {
  const list = fields;
  const { step, width } = projection;
  const count = list.length / width;
  let lengths = '';
  let states = '';
  let due = wanted[next];
  while (index + 1 < count && states.length < 2000000) {
    const i = ++index;
    if (loads[nextLoad] === i) {
      state = loads[nextLoad + 1] === 1 ? loads[nextLoad + 2] : freshState();
      nextLoad += 3;
    }
    state = step(state, list, i * width);
    if (due === i) {
      due = wanted[++next];
      const printed = print(state);
      lengths += ',' + printed.length;
      states += printed;
    }
  }
  return '[' + (index + 1 < count ? 0 : 1) + lengths + ']\\n' + states;
}

return {
  words,
  decider,
  kurrent: kurrentProjection,
  /** Index in the batch of the event at hand; the host reads it when the sandbox had to be stopped. */
  get index() { return index; },
  initial() { return print(projection.init()); },
  load(text) { state = text === '' ? projection.init() : parse(text); return ''; },
  /**
   * Input: { wanted: [index], loads: [index, 1 or 0, state, …], fields: [field of the first event, …, field of the
   * last event] }; before an event named in loads the fold goes on from that state, 0 for the initial one. Output: [1
   * when the batch is done else 0, lengths of the states …] as JSON, a line feed, the states. While it is not done,
   * ask for more.
   */
  fold(text) {
    index = -1;
    next = 0;
    nextLoad = 0;
    ({ wanted, loads, fields } = parse(text));
    return go();
  },
  more() { return go(); },
  /** Input: [field …] as for fold. Output: [key or null] as JSON. */
  keys(text) {
    index = -1;
    const list = parse(text);
    const { width } = projection;
    let found = '';
    for (let i = 0; i * width < list.length; i++) {
      index = i;
      const key = projection.key(list, i * width);
      const none = key === null || key === undefined || key === '';
      if (!none && typeof key === 'object' || typeof key === 'function' || typeof key === 'symbol') wrong('partitionBy returned no text: ' + typeof key + '.');
      found += (i === 0 ? '' : ',') + (none ? 'null' : stringify(String(key)));
    }
    return '[' + found + ']';
  },
  /** Input: [field …] of one event. Output: its version after the upcasters as JSON, a line feed, its data as JSON. */
  upcasted(text) {
    index = 0;
    const { schemaVersion, data } = projection.upcasted(parse(text));
    return stringify(schemaVersion) + '\\n' + (stringify(data) ?? 'null');
  },
  ...listening,
};
})()`;
