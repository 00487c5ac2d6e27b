import { BitSet } from '../../../eventIndex/bitSet.ts';
import type { EventIndex } from '../../../eventIndex/eventIndex.ts';
import { nextTurn } from '../../../turns/breathe.ts';
import type { ScanContext, Sifted, Sought } from '../../format.ts';
import type { LineFile } from '../lineFile.ts';
import type { LineText } from '../lineText.ts';
import { Crew } from '../threads/crew.ts';
import { ScanThreads } from '../threads/scanThreads.ts';
import { BLOCK, LineSieve, MOST_LINES, Verdict } from './lineSieve.ts';
import type { SieveQuestion } from './sieveQuestion.ts';
import { type BlockVerdicts, type LineBlock, siftBlock } from './siftBlock.ts';

/** Bytes between two lines that are rather read than skipped. */
const NEAR = 16 * 1024;
/** Bytes from which a block is worth a message to a thread. */
const WORTH_A_MESSAGE = 32 * 1024;

/** Blocks that a thread has waiting for it: a millisecond or two of work, as whoever fills them has other work too. */
const QUEUE = 8;

/** Where lines stand, and how they are written. */
interface Lines {
  readonly file: LineFile;
  readonly text: LineText;
  readonly index: EventIndex;
}

/** Lines that stand together in one read, and whose they are. */
interface EventBlock extends LineBlock {
  readonly ordinals: Uint32Array;
}

/**
 * Puts a question to the lines of `within`, block by block; threads of the context, where it has any, take part. What
 * becomes of each line does not depend on who looks at it.
 */
export async function siftLines(
  question: SieveQuestion,
  sought: Sought,
  { file, text, index }: Lines,
  within: BitSet,
  context: ScanContext,
): Promise<Sifted> {
  const sifted = { matched: new BitSet(within.size), unsure: new BitSet(within.size) };
  const total = within.count;
  const { isCopy } = text;
  const sieve = new LineSieve(question);
  let done = 0;
  let wake = (): void => {};
  const givenBack = new BitSet(within.size);
  const take = (ordinals: Uint32Array, answer: BlockVerdicts | null): void => {
    if (answer) noteVerdicts(answer, sought, ordinals, sifted);
    else for (const ordinal of ordinals) sifted.unsure.add(ordinal);
    done += ordinals.length;
  };
  const siftHere = (block: EventBlock): void =>
    take(
      block.ordinals,
      siftBlock((target, offset, length) => file.readInto(target, offset, length), sieve, block, isCopy),
    );
  const breathe = (): Promise<void> | undefined => context.breathe({ phase: 'read', done, total, unit: 'events' });
  const pool = context.scanThreads ?? new ScanThreads();
  const crew = new Crew<'sift', Uint32Array>(pool, QUEUE, {
    onAnswer: take,
    onGivenBack: (ordinals) => {
      for (const ordinal of ordinals) givenBack.add(ordinal);
    },
    onChange: () => wake(),
  });
  try {
    const threads = context.scanThreads ? pool.worth((file.bytes * total) / index.length) : 0;
    await crew.hire(threads, 'sift', { file: file.descriptor, question, isCopy });
    for (const block of blocksOf(within, index)) {
      const { first, bytes, lines, ordinals } = block;
      const isLarge = bytes >= WORTH_A_MESSAGE;
      if (isLarge && crew.give({ first, bytes, lines }, ordinals, [lines.buffer])) continue;
      siftHere(block);
      await breathe();
      // What threads have to say is heard between turns only.
      if (isLarge && !crew.isEmpty) await nextTurn();
    }
    while (crew.isBusy) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      await breathe();
    }
    for (const block of blocksOf(givenBack, index)) {
      siftHere(block);
      await breathe();
    }
  } finally {
    await crew.end();
  }
  return sifted;
}

/** The lines of `within`, those together that stand near to each other in the file. A longer line is a block alone. */
function* blocksOf(within: BitSet, { columns }: EventIndex): Generator<EventBlock> {
  const { place, placeLength } = columns;
  const ordinals = new Uint32Array(MOST_LINES);
  const places = new Uint32Array(MOST_LINES);
  const lengths = new Uint32Array(MOST_LINES);
  for (let at = within.next(-1); at >= 0; ) {
    const first = place.number(at);
    let end = first;
    let lines = 0;
    for (; at >= 0 && lines < MOST_LINES; at = within.next(at)) {
      const from = place.number(at);
      const length = placeLength[at]!;
      if (lines > 0 && (from < end || from - end > NEAR || from + length - first > BLOCK)) break;
      ordinals[lines] = at;
      places[lines] = from - first;
      lengths[lines] = length;
      lines++;
      end = from + length;
    }
    const both = new Uint32Array(2 * lines);
    both.set(places.subarray(0, lines));
    both.set(lengths.subarray(0, lines), lines);
    yield { first, bytes: end - first, lines: both, ordinals: ordinals.slice(0, lines) };
  }
}

/** Puts what was said of each line into the sets. */
export function noteVerdicts(
  answer: BlockVerdicts,
  sought: Sought,
  ordinals: Uint32Array,
  { matched, unsure }: Sifted,
): void {
  const { verdicts, values } = answer;
  const texts = values && Buffer.from(values.bytes.buffer, 0, values.bytes.length);
  let value = 0;
  let from = 0;
  for (let i = 0; i < ordinals.length; i++) {
    const verdict = verdicts[i]!;
    if (verdict === Verdict.no) continue;
    if (verdict === Verdict.yes) matched.add(ordinals[i]!);
    else if (verdict === Verdict.parse || sought.kind !== 'value') unsure.add(ordinals[i]!);
    else {
      const to = from + values!.lengths[value++]!;
      if (sought.test(texts!.toString('utf8', from, to))) matched.add(ordinals[i]!);
      from = to;
    }
  }
}
