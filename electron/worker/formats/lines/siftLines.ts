import { BitSet } from '../../eventIndex/bitSet.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import type { ScanContext, Sifted, Sought } from '../format.ts';
import type { LineFile } from './lineFile.ts';
import { BLOCK, type LineSieve, LONGEST_SIFTED, MOST_LINES, Verdict } from './lineSieve.ts';
import type { LineText } from './lineText.ts';

/** Bytes between two lines that are rather read than skipped. */
const NEAR = 16 * 1024;

/** Where lines stand, and how they are written. */
interface Lines {
  readonly file: LineFile;
  readonly text: LineText;
  readonly index: EventIndex;
}

/** Puts the sieve's question to the lines of `within`, those that stand together in one read. */
export async function siftLines(
  sieve: LineSieve,
  sought: Sought,
  { file, text, index }: Lines,
  within: BitSet,
  context: ScanContext,
): Promise<Sifted> {
  const matched = new BitSet(within.size);
  const unsure = new BitSet(within.size);
  const ordinals = new Uint32Array(MOST_LINES);
  const total = within.count;
  let done = 0;
  let at = within.next(-1);
  while (at >= 0) {
    const { place, placeLength } = index.columns;
    if (placeLength[at]! <= LONGEST_SIFTED) sieve.makeRoom(placeLength[at]!);
    const { places, lengths } = sieve.columns;
    const first = place.number(at);
    let end = first;
    let lines = 0;
    for (; at >= 0 && lines < MOST_LINES; at = within.next(at)) {
      const from = place.number(at);
      const length = placeLength[at]!;
      const room = lines === 0 ? LONGEST_SIFTED : BLOCK;
      if (from < end || from - end > NEAR || from + length - first > room) break;
      ordinals[lines] = at;
      places[lines] = from - first;
      lengths[lines] = length;
      lines++;
      end = from + length;
    }
    if (lines === 0) {
      // Longer than there is room.
      unsure.add(at);
      at = within.next(at);
    } else {
      const asked = ordinals.subarray(0, lines);
      if (file.readInto(sieve.columns.bytes, first, end - first) === end - first) {
        sieve.sift(lines, end - first, text.isCopy);
        note(sieve, sought, asked, { matched, unsure });
      } else {
        // The file was cut: reading the records says so.
        for (const ordinal of asked) unsure.add(ordinal);
      }
    }
    done += Math.max(1, lines);
    await context.breathe({ phase: 'read', done, total, unit: 'events' });
  }
  return { matched, unsure };
}

/** Puts what was said of each line into the sets. */
function note(sieve: LineSieve, sought: Sought, ordinals: Uint32Array, { matched, unsure }: Sifted): void {
  const { bytes, verdicts, valuePlaces, valueLengths } = sieve.columns;
  for (let i = 0; i < ordinals.length; i++) {
    const verdict = verdicts[i]!;
    if (verdict === Verdict.no) continue;
    if (verdict === Verdict.yes) matched.add(ordinals[i]!);
    else if (verdict === Verdict.parse || sought.kind !== 'value') unsure.add(ordinals[i]!);
    else {
      const from = valuePlaces[i]!;
      if (sought.test(bytes.toString('utf8', from, from + valueLengths[i]!))) matched.add(ordinals[i]!);
    }
  }
}
