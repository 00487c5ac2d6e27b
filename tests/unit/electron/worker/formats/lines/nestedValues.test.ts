import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineScanner } from '../../../../../../electron/worker/formats/lines/scan/lineScanner.ts';

// The law: inside payloads the scanner accepts nothing that JSON.parse refuses, and all that is written alike. Lists of alike objects are
// compared with the item before, so what is told wrong would stand in one that is nearly alike.

const places = {
  type: [['type']],
  stream: [['stream']],
  schemaVersion: [],
  eventId: [],
  correlationId: [],
  causationId: [],
  revision: [],
  position: [],
  recordedAt: [],
  streamOtherwise: '',
  maybeText: [],
};

/** Where the lines begin that the scanner has read. */
function scanned(lines: readonly string[]): Set<number> {
  const content = Buffer.from(`${lines.join('\n')}\n`);
  const scanner = new LineScanner(places);
  scanner.input(content.length + 1).set(content);
  const found = new Set<number>();
  for (const { rows, count } of scanner.scan(0, content.length, { isUtf8: true, refuseTelling: false, origin: 0 })) {
    for (let i = 0; i < count; i++) found.add(rows.place[i]!);
  }
  return found;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const scalar = fc.constantFrom(
  '1',
  '-0.5e2',
  '"x"',
  '"a\\"b"',
  'null',
  'true',
  '"a text of some length"',
  '12345678901',
);
const item = fc.constantFrom(
  (a: string, b: string) => `{"sku":${a},"price":${b}}`,
  (a: string, b: string) => `{"sku":${a},"of":{"price":${b}}}`,
  (a: string, b: string) => `{"sku":[${a},${b}],"tags":[]}`,
  (a: string, b: string) => `{ "sku" : ${a} , "n\\u0061me":${b}}`,
  (a: string, b: string) => `[${a},[${b}]]`,
);
const list = fc
  .tuple(fc.array(item, { minLength: 1, maxLength: 2 }), fc.array(fc.tuple(scalar, scalar), { minLength: 1 }))
  .map(([items, values]) => `[${values.map(([a, b], i) => items[i % items.length]!(a, b)).join(',')}]`);
/** What happens to a few characters somewhere: taken out, doubled, or written over. */
const damage = fc.record({
  at: fc.nat(),
  taken: fc.nat({ max: 3 }),
  put: fc.constantFrom(...'{}[],:"0 \\-', '', '{}', '"k":'),
});

it('accepts lists of nearly alike values where JSON.parse does', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(list, fc.option(damage)), { minLength: 2, maxLength: 12 }), (lists) => {
      const lines = lists.map(([json, damaged]) => {
        const at = damaged === null ? 0 : damaged.at % json.length;
        const data = damaged === null ? json : json.slice(0, at) + damaged.put + json.slice(at + damaged.taken);
        return `{"type":"T","stream":"s","data":${data}}`;
      });
      const found = scanned(lines);
      let place = 0;
      for (const [i, line] of lines.entries()) {
        const isFound = found.has(place);
        // A blank in another place than in the line before is left to whoever parses lines.
        if (lists[i]![1] === null || !isJson(line)) expect([line, isFound]).toEqual([line, isJson(line)]);
        place += line.length + 1;
      }
    }),
    { numRuns: 600 },
  );
});
