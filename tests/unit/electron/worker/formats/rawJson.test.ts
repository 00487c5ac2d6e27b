import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Item,
  itemsOf,
  membersOf,
  memberText,
  withMembers,
} from '../../../../../electron/worker/formats/rawJson.ts';

/** Every item of a list, and whether its end is there. */
function allItems(text: string): { items: Item[]; closed: boolean } {
  const items: Item[] = [];
  const walk = itemsOf(text);
  for (let next = walk.next(); ; next = walk.next()) {
    if (next.done) return { items, closed: next.value };
    items.push(next.value);
  }
}

describe('cutting JSON', () => {
  it('finds the members that JSON.parse finds, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
        fc.constantFrom(0, 2, '\t'),
        (object, space) => {
          const text = JSON.stringify(object, null, space);
          const parsed = JSON.parse(text) as Record<string, unknown>;
          const members = membersOf(text);
          expect(members.map(({ key }) => key).sort()).toEqual(Object.keys(parsed).sort());
          for (const { key, start, end, whole } of members) {
            expect(whole).toBe(true);
            expect(JSON.parse(text.slice(start, end))).toEqual(parsed[key]);
          }
        },
      ),
    );
  });

  it('sees the members before a cut, and says which is not whole', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (object, at) => {
        const text = JSON.stringify(object);
        const cut = text.slice(0, at % (text.length + 1));
        for (const { key, start, end, whole } of membersOf(cut)) {
          expect(Object.hasOwn(object, key)).toBe(true);
          if (whole) expect(JSON.parse(cut.slice(start, end))).toEqual(JSON.parse(JSON.stringify(object[key])));
        }
      }),
    );
  });

  it('finds the items that JSON.parse finds, and those before a cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 2), fc.nat(), (list, space, at) => {
        const text = JSON.stringify(list, null, space);
        const { items, closed } = allItems(text);
        expect(closed).toBe(true);
        expect(items.map(({ start, end }) => JSON.parse(text.slice(start, end)))).toEqual(JSON.parse(text));
        const cut = text.slice(0, at % text.length);
        const seen = allItems(cut);
        expect(seen.closed).toBe(false);
        for (const [i, { start, end, whole }] of seen.items.entries()) {
          // A number may go on behind the cut.
          if (whole && end < cut.length) expect(cut.slice(start, end)).toBe(text.slice(items[i]!.start, items[i]!.end));
        }
      }),
    );
  });

  it('takes the last of two members with one name, and finds nothing in what is no object', () => {
    expect(memberText('{"a":1,"\\u0061":2}', 'a')).toBe('2');
    expect(membersOf('[1]')).toEqual([]);
    expect(memberText('{}', 'a')).toBeUndefined();
  });

  it('adds members without hiding one', () => {
    expect(
      withMembers('{"a":1}', [
        ['b', '2'],
        ['a', '3'],
      ]),
    ).toBe('{"a":1,"b":2,"envelope.a":3}');
    expect(withMembers('{ "a" : 1 }', [])).toBe('{ "a" : 1 }');
  });
});
