/** Lines that are kept between two questions for them, and characters of one. */
const KEPT_LINES = 1000;
const LINE_CHARACTERS = 2000;

/**
 * `console` inside the sandbox, in the sandbox's language. It says nothing until somebody listens. What is printed is
 * looked at without running any of the author's code (no getter, no `toJSON`), so that a line printed changes no state.
 * Gives `say`, and `listen()` and `heard()` for the host.
 */
export const consoleSource = `
const { getOwnPropertyDescriptor } = Object;
const textOf = String;
const cut = Function.prototype.call.bind(String.prototype.slice);
const timeText = Function.prototype.call.bind(Date.prototype.toISOString);
let spoken = null;
let unkept = 0;

function shown(value, depth, room) {
  if (typeof value === 'string') return depth === 0 ? cut(value, 0, room + 1) : stringify(cut(value, 0, room + 1));
  if (typeof value === 'function') return '(function)';
  if (typeof value !== 'object' || value === null) return textOf(value);
  const list = isArray(value);
  const names = keys(value);
  if (names.length === 0) return list ? '[]' : withoutMembers(value);
  if (depth === 6) return list ? '[…]' : '{…}';
  let text = '';
  for (let i = 0; i < names.length; i++) {
    if (i > 0) text += ', ';
    if (text.length > room) { text += '…'; break; }
    const member = shown(ownValue(value, names[i]), depth + 1, room - text.length);
    text += list ? member : names[i] + ': ' + member;
  }
  return list ? '[' + text + ']' : '{ ' + text + ' }';
}

/** A date, an error, or what is empty. */
function withoutMembers(value) {
  try { return timeText(value); } catch {}
  const message = ownValue(value, 'message');
  return typeof message === 'string' ? message : '{}';
}

function ownValue(holder, name) {
  const member = getOwnPropertyDescriptor(holder, name);
  if (member === undefined) return undefined;
  return hasOwn(member, 'value') ? member.value : '(getter)';
}

function say(...values) {
  if (spoken === null) return;
  if (spoken.length === ${KEPT_LINES}) { unkept++; return; }
  let text = '';
  for (let i = 0; i < values.length && text.length < ${LINE_CHARACTERS}; i++) {
    text += (i === 0 ? '' : ' ') + shown(values[i], 0, ${LINE_CHARACTERS} - text.length);
  }
  spoken[spoken.length] = [index, text.length > ${LINE_CHARACTERS} ? cut(text, 0, ${LINE_CHARACTERS}) + '…' : text];
}
globalThis.console = { log: say, info: say, debug: say, warn: say, error: say };

const listening = {
  listen() { spoken = []; unkept = 0; return 'true'; },
  /** Output: { lines: [[index in the batch, text]], unkept } as JSON; what was heard is forgotten. */
  heard() {
    const answer = stringify({ lines: spoken, unkept });
    spoken = [];
    unkept = 0;
    return answer;
  },
};
`;
