import { FoldState } from './reducer.ts';

// Texts that go into the sandbox and come out of it. Pure.

/** One text handed into the sandbox holds at most about this many characters. */
const CROSSING_CHARACTERS = 4_000_000;

/** Cuts a batch, between events, so that no text handed over is much larger than `CROSSING_CHARACTERS`. */
export function* crossings(
  texts: readonly (string | null)[],
  width: number,
): Generator<{ from: number; to: number; fields: string }> {
  const fieldsOf = (from: number, to: number): string =>
    (from === 0 && to * width === texts.length ? texts : texts.slice(from * width, to * width)).join(',');
  const events = texts.length / width;
  let from = 0;
  let characters = 0;
  for (let i = 0; i < events; i++) {
    let length = 0;
    for (let k = i * width; k < (i + 1) * width; k++) length += texts[k]?.length ?? 0;
    if (i > from && characters + length > CROSSING_CHARACTERS) {
      yield { from, to: i, fields: fieldsOf(from, i) };
      from = i;
      characters = 0;
    }
    characters += length;
  }
  if (from < events) yield { from, to: events, fields: fieldsOf(from, events) };
}

/** The harness's answer: `[1 or 0, length …]` as JSON, a line feed, the states one behind the other. */
export function splitStates(answer: string): { done: boolean; states: FoldState[] } {
  const start = answer.indexOf('\n') + 1;
  const [done, ...lengths] = JSON.parse(answer.slice(0, start)) as number[];
  let at = start;
  const states = lengths.map((length) => {
    at += length;
    return FoldState.ofText(answer.slice(at - length, at));
  });
  return { done: done === 1, states };
}
