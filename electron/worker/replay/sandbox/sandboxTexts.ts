import { FoldState } from '../reducer.ts';

// Texts that go into the sandbox and come out of it. Pure.

/** One text handed into the sandbox holds at most about this many characters. */
const CROSSING_CHARACTERS = 4_000_000;

/** Cuts a batch, between events, so that no text handed over is much larger than `CROSSING_CHARACTERS`. */
export function* crossings(texts: readonly (string | null)[]): Generator<{ from: number; to: number; fields: string }> {
  const fieldsOf = (from: number, to: number): string =>
    (from === 0 && to === texts.length ? texts : texts.slice(from, to)).join(',');
  let from = 0;
  let characters = 0;
  for (let i = 0; i < texts.length; i++) {
    const length = texts[i]?.length ?? 0;
    if (i > from && characters + length > CROSSING_CHARACTERS) {
      yield { from, to: i, fields: fieldsOf(from, i) };
      from = i;
      characters = 0;
    }
    characters += length;
  }
  if (from < texts.length) yield { from, to: texts.length, fields: fieldsOf(from, texts.length) };
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
