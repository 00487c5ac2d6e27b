import { nextTurn } from '../../breathe.ts';
import { BitSet } from '../../eventIndex/bitSet.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import type { ScanContext, Sifted, Sought } from '../format.ts';
import { Crew } from './crew.ts';
import type { LineFile } from './lineFile.ts';
import { BLOCK, LineSieve, MOST_LINES, Verdict } from './lineSieve.ts';
import type { LineText } from './lineText.ts';
import { ScanThreads } from './scanThreads.ts';
import type { SieveQuestion } from './sieveQuestion.ts';
import { type BlockVerdicts, type LineBlock, siftBlock } from './siftBlock.ts';

/** Bytes between two lines that are rather read than skipped. */
const NEAR = 16 * 1024;
/** Bytes from which a block is worth a message to a thread. */
const WORTH_A_MESSAGE = 32 * 1024;

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
  const givenBack: EventBlock[] = [];
  const take = ({ ordinals }: EventBlock, answer: BlockVerdicts | null): void => {
    if (answer) note(answer, sought, ordinals, sifted);
    else for (const ordinal of ordinals) sifted.unsure.add(ordinal);
    done += ordinals.length;
  };
  const siftHere = (block: EventBlock): void =>
    take(
      block,
      siftBlock((target, offset, length) => file.readInto(target, offset, length), sieve, block, isCopy),
    );
  const breathe = (): Promise<void> | undefined => context.breathe({ phase: 'read', done, total, unit: 'events' });
  const pool = context.scanThreads ?? new ScanThreads();
  const crew = new Crew<'sift', EventBlock>(pool, {
    onAnswer: take,
    onGivenBack: (block) => givenBack.push(block),
    onChange: () => wake(),
  });
  try {
    const threads = context.scanThreads ? pool.worth((file.bytes * total) / index.length) : 0;
    await crew.hire(threads, 'sift', { file: file.descriptor, question, isCopy });
    for (const block of blocksOf(within, index)) {
      const { ordinals: _, ...lines } = block;
      const isLarge = block.bytes >= WORTH_A_MESSAGE;
      if (isLarge && crew.give(lines, block)) continue;
      siftHere(block);
      await breathe();
      // What threads have to say is heard between turns only.
      if (isLarge && !crew.isEmpty) await nextTurn();
    }
    while (crew.isBusy || givenBack.length > 0) {
      const block = givenBack.pop();
      if (block) siftHere(block);
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
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
    yield {
      first,
      bytes: end - first,
      ordinals: ordinals.slice(0, lines),
      places: places.slice(0, lines),
      lengths: lengths.slice(0, lines),
    };
  }
}

/** Puts what was said of each line into the sets. */
function note(answer: BlockVerdicts, sought: Sought, ordinals: Uint32Array, { matched, unsure }: Sifted): void {
  const { verdicts, values, valueLengths } = answer;
  const texts = Buffer.from(values.buffer, values.byteOffset, values.length);
  let value = 0;
  let from = 0;
  for (let i = 0; i < ordinals.length; i++) {
    const verdict = verdicts[i]!;
    if (verdict === Verdict.no) continue;
    if (verdict === Verdict.yes) matched.add(ordinals[i]!);
    else if (verdict === Verdict.parse || sought.kind !== 'value') unsure.add(ordinals[i]!);
    else {
      const to = from + valueLengths[value++]!;
      if (sought.test(texts.toString('utf8', from, to))) matched.add(ordinals[i]!);
      from = to;
    }
  }
}
