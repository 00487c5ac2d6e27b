import { describe, expect, it } from 'vitest';
import { LastText } from '../../../../../../electron/worker/lastText.ts';
import {
  moreChanges,
  shownOrigins,
  shownState,
  statePart,
  stateText,
  watchedNow,
} from '../../../../../../electron/worker/replay/questions/shownState.ts';
import { Replay } from '../../../../../../electron/worker/replay/replay.ts';
import { parseJson } from '../../../../../../shared/json.ts';
import { cutsByPath, joinPart, PIECE } from '../../../../../../shared/jsonParts.ts';
import { eventLog } from '../../../../../builders/eventLog.ts';
import { calm } from '../bank.ts';

const items = Array.from({ length: 3000 }, (_, n) => ({ sku: `S-${n}`, price: n }));
const text = 'word '.repeat(100_000);
const replay = new Replay(
  eventLog([
    { stream: 'd', type: 'Saved', data: { id: 'D-1', items } },
    { stream: 'd', type: 'Written', data: { text } },
    { stream: 'd', type: 'Priced', data: { items: items.map((item) => ({ ...item, price: item.price + 1 })) } },
    { stream: 'd', type: 'Small', data: { note: 'kept' } },
  ]),
);
const at = (ordinal: number) => ({ reducer: 'merge', partition: 'd', ordinal });

describe('shownState', () => {
  it('is what stateAt tells, cut, and grows to the whole by its parts', async () => {
    const whole = await replay.stateAt({ reducer: 'merge', partition: 'd' }, 3, calm);
    const { state, changes, changeCount, ...facts } = await shownState(replay, at(3), calm);
    expect({ ...whole, ...facts }).toEqual({ ...whole, folded: facts.folded, elapsedMs: facts.elapsedMs });
    expect(changes).toEqual(whole.changes);
    expect(changeCount).toBe(1);
    expect(state!.json.length).toBeLessThan(60_000);
    let known = { value: parseJson(state!.json), cuts: cutsByPath(state!.cuts) };
    for (let cut = known.cuts.values().next().value; cut; cut = known.cuts.values().next().value) {
      const part = await statePart(replay, { ...at(3), path: cut.path, from: cut.shown }, calm);
      known = joinPart(known, part, parseJson(part.json));
    }
    expect(known.value).toEqual(parseJson(whole.state!));
  });

  it('is the whole of a small state', async () => {
    const small = new Replay(eventLog([{ stream: 's', type: 'Set', data: { n: 1 } }]));
    const { state } = await shownState(small, { reducer: 'merge', partition: 's', ordinal: 0 }, calm);
    expect(state).toEqual({ json: '{"n":1}', cuts: [] });
  });

  it('counts all changes, gives the first of them, and the rest on demand', async () => {
    const { changes, changeCount } = await shownState(replay, at(2), calm);
    const all = (await replay.stateAt({ reducer: 'merge', partition: 'd' }, 2, calm)).changes;
    expect(changeCount).toBe(3000);
    const told = [...changes];
    while (told.length < changeCount) {
      told.push(...(await moreChanges(replay, { ...at(2), offset: told.length }, calm)));
    }
    expect(told).toEqual(all);
  });

  it('says how much a changed value is that is cut, and gives all of it', async () => {
    const { changes } = await shownState(replay, at(1), calm);
    expect(changes).toMatchObject([{ path: '/text', toSize: { of: 'characters', total: text.length } }]);
    expect(changes[0]!.to!.length).toBeLessThanOrEqual(400);
    expect(await stateText(replay, { ...at(1), of: { change: 0, side: 'to' } }, calm)).toBe(text);
    const ask = stateText(replay, { ...at(1), of: { change: 0, side: 'from' } }, calm);
    await expect(ask).rejects.toMatchObject({ code: 'not-found' });
  });

  it('gives the whole of any value: a string as it is, else JSON', async () => {
    const of = (path: string) => stateText(replay, { ...at(3), of: { path } }, calm);
    expect(await of('/text')).toBe(text);
    expect(await of('/items/[sku="S-7"]')).toBe('{"sku":"S-7","price":8}');
    expect(await of('')).toBe((await replay.stateAt({ reducer: 'merge', partition: 'd' }, 3, calm)).state);
    await expect(of('/nowhere')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('names the event behind each leaf that is shown, and the newest behind what is cut', async () => {
    const { origins } = await shownOrigins(replay, { ...at(3), part: null }, calm);
    const known = new Map(origins.map(({ path, ordinal }) => [path, ordinal]));
    expect(origins.length).toBeLessThan(3000);
    expect(known.get('/id')).toBe(0);
    expect(known.get('/text')).toBe(1);
    expect(known.get('/items')).toBe(2);
    expect(known.get('/items/0/price')).toBe(2);
    const part = { path: '/items', from: 2990 };
    const later = await shownOrigins(replay, { ...at(3), part }, calm);
    expect(later.origins).toContainEqual({ path: '/items/2999/price', ordinal: 2 });
  });

  it('evaluates watches over all of the state', async () => {
    const expressions = ['state.items.length', 'state.items[2999].price', 'state.none'];
    const { values } = await watchedNow(replay, { ...at(3), expressions }, calm);
    expect(values).toEqual(['3000', '3000', null]);
  });
});

describe('LastText', () => {
  it('gives a text in pieces that make it again, and makes it once', async () => {
    const texts = new LastText();
    let made = 0;
    const make = (): string => {
      made++;
      return text;
    };
    let read = '';
    for (let total = Infinity; read.length < total; ) {
      const piece = await texts.piece('text', read.length, make);
      expect(piece.text.length).toBeLessThanOrEqual(PIECE);
      read += piece.text;
      total = piece.total;
    }
    expect(read).toBe(text);
    expect(made).toBe(1);
  });
  it('does not take one text for another', async () => {
    const texts = new LastText();
    const long = 'x'.repeat(2 * PIECE);
    await texts.piece('a', 0, () => long);
    expect((await texts.piece('b', 0, () => 'other')).text).toBe('other');
  });
});
