import { NULL, OTHER, setManyLines, TEXT } from './json';
import { forgetMembers, Member, Node, note, objectEnd } from './members';

// Records of comma-separated values (RFC 4180, any delimiter) as if they were objects: a column is a member by the name
// in the header. An empty field without quotes is null; a field that holds a JSON object is that object, where something
// inside it is wanted; any other is text.

const QUOTE: u8 = 0x22;
const LINE_FEED: u8 = 0x0a;
const CARRIAGE_RETURN: u8 = 0x0d;

let delimiter: u8 = 0x2c;
/** By column: the address of its member; 0 where nothing of it is wanted. */
let columns: usize = 0;
let columnCount: u32 = 0;
/** Where the fields of a record that hold objects are written without doubled quotes, one behind the other. */
let scratch: usize = 0;
let scratchBytes: usize = 0;
let scratchEnd: usize = 0;
/** Bytes that may be read behind a text. */
const SPARE: usize = 64;

export function setColumns(count: u32, between: u8): void {
  columns = heap.alloc(<usize>count * 4 + 4);
  memory.fill(columns, 0, <usize>count * 4 + 4);
  columnCount = count;
  delimiter = between;
}

export function setColumn(index: u32, member: usize): void {
  store<u32>(columns + (<usize>index << 2), <u32>member);
}

/** Whether the record last walked over can be taken as it is; otherwise it has to be parsed. */
export let isPlain: bool = true;

/**
 * Behind the line break that ends the record at `at`, with its wanted fields noted; 0 when it does not end before `to`.
 */
export function recordEnd(at: usize, to: usize): usize {
  forgetMembers();
  isPlain = true;
  makeRoom(to - at + <usize>columnCount * SPARE);
  let i = at;
  for (let column: u32 = 0; ; column++) {
    const start = i;
    let end: usize;
    let doubled = false;
    const quoted = load<u8>(i) == QUOTE;
    if (quoted) {
      end = start + 1;
      while (true) {
        end = quoteFrom(end, to);
        if (end >= to) return 0;
        if (load<u8>(end + 1) != QUOTE) break;
        if (end + 1 >= to) return 0;
        doubled = true;
        end += 2;
      }
      i = end + 1;
    } else {
      i = fieldEndFrom(i, to);
      end = i;
    }
    if (column >= columnCount) isPlain = false;
    else {
      const member = load<u32>(columns + (<usize>column << 2));
      if (member != 0) field(changetype<Member>(<usize>member), quoted ? start + 1 : start, end, quoted, doubled);
    }
    const behind = load<u8>(i);
    if (behind == delimiter && i < to) {
      i++;
      continue;
    }
    if (i >= to) return 0;
    if (column + 1 < columnCount) isPlain = false;
    if (behind == CARRIAGE_RETURN && load<u8>(i + 1) == LINE_FEED) return i + 1 >= to ? 0 : i + 2;
    if (behind == LINE_FEED) return i + 1;
    // Text behind a closing quote, or a carriage return of its own: whoever parses records says what it is.
    isPlain = false;
    i = fieldEndFrom(i + 1, to);
    if (i >= to) return 0;
    if (load<u8>(i) == delimiter) {
      i++;
      continue;
    }
    return (load<u8>(i) == CARRIAGE_RETURN ? lineFeedFrom(i, to) : i) + 1;
  }
  return 0;
}

function field(member: Member, start: usize, end: usize, quoted: bool, doubled: bool): void {
  if (start == end) return note(member, start, end, quoted ? TEXT : NULL);
  const node = member.node;
  if (node == null) {
    if (doubled) isPlain = false;
    return note(member, start, end, TEXT);
  }
  if (!quoted || load<u8>(start) != 0x7b) {
    // Blanks may stand before an object: rare enough to be parsed.
    if (load<u8>(start) <= 0x20 || load<u8>(start) == 0x7b) isPlain = false;
    return note(member, start, end, TEXT);
  }
  const text = scratchEnd;
  const textEnd = unquote(start, end);
  setManyLines(true);
  if (objectEnd(text, <Node>node) != textEnd) isPlain = false;
  note(member, start, end, OTHER);
}

/** Room for all fields of a record: what was found in one must stay while the next is looked at. */
function makeRoom(bytes: usize): void {
  if (bytes > scratchBytes) {
    if (scratch != 0) heap.free(scratch);
    scratchBytes = bytes;
    scratch = heap.alloc(bytes);
  }
  scratchEnd = scratch;
}

/** Copies a field to the end of what is in `scratch`, doubled quotes made single; behind its last byte there. */
function unquote(start: usize, end: usize): usize {
  let from = start;
  let to = scratchEnd;
  while (true) {
    const quote = min(quoteFrom(from, end), end);
    memory.copy(to, from, quote - from);
    to += quote - from;
    if (quote >= end) break;
    store<u8>(to++, QUOTE);
    from = quote + 2;
  }
  store<u8>(to, 0);
  scratchEnd = to + SPARE;
  return to;
}

/** The next quote from `from` on; `to` or behind it when there is none. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function quoteFrom(from: usize, to: usize): usize {
  let i = from;
  while (i < to) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(QUOTE)));
    if (found != 0) return i + <usize>ctz(found);
    i += 16;
  }
  return i;
}

/** The delimiter or line break that ends a field without quotes; `to` or behind it when there is none. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function fieldEndFrom(from: usize, to: usize): usize {
  const between = i8x16.splat(delimiter);
  let i = from;
  while (i < to) {
    const block = v128.load(i);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(block, between), i8x16.eq(block, i8x16.splat(LINE_FEED))),
        i8x16.eq(block, i8x16.splat(CARRIAGE_RETURN)),
      ),
    );
    if (found != 0) return i + <usize>ctz(found);
    i += 16;
  }
  return i;
}

function lineFeedFrom(from: usize, to: usize): usize {
  let i = from;
  while (i < to && load<u8>(i) != LINE_FEED) i++;
  return i;
}
