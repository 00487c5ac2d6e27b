import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grouped, Postings } from '../../../../../electron/worker/eventIndex/postings.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

/** The first `length` events, whose groups are given; -1 is none. */
function grouped(groups: readonly number[], length: number): Grouped {
  const sizes: number[] = [];
  for (const group of groups.slice(0, length)) if (group >= 0) sizes[group] = (sizes[group] ?? 0) + 1;
  return { length, groupOf: Int32Array.from(groups), sizes, groups: sizes.length };
}

const expected = (groups: readonly number[], length: number, group: number): number[] =>
  groups.slice(0, length).flatMap((own, ordinal) => (own === group ? [ordinal] : []));

describe('Postings', () => {
  it('has the events of every group, however the log grew and whether it was prepared', async () => {
    const step = fc.record({ more: fc.integer({ min: 0, max: 40 }), prepares: fc.boolean(), asks: fc.boolean() });
    const log = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(log, fc.array(step, { maxLength: 8 }), async (groups, steps) => {
        const postings = new Postings();
        const given: { readonly ordinals: Uint32Array; readonly as: number[] }[] = [];
        let length = 0;
        for (const { more, prepares, asks } of [...steps, { more: 200, prepares: false, asks: true }]) {
          length = Math.min(groups.length, length + more);
          const now = grouped(groups, length);
          if (prepares) await postings.prepare(() => now, scanContext());
          for (let group = 0; asks && group < 8; group++) {
            const ordinals = postings.of(group, now);
            expect([...ordinals]).toEqual(expected(groups, length, group));
            given.push({ ordinals, as: [...ordinals] });
          }
        }
        for (const { ordinals, as } of given) expect([...ordinals]).toEqual(as);
      }),
    );
  });

  it('goes on with a log that grows while it is prepared', async () => {
    const groups = Array.from({ length: 5000 }, (_, i) => i % 3);
    const postings = new Postings();
    let length = 2000;
    let pauses = 0;
    const context = {
      ...scanContext(),
      breathe: (): undefined => {
        if (++pauses === 2) length = 5000;
      },
    };
    await postings.prepare(() => grouped(groups, length), context);
    expect([...postings.of(1, grouped(groups, length))]).toEqual(expected(groups, 5000, 1));
  });

  it('is not held up by somebody who loses interest', async () => {
    const groups = Array.from({ length: 3000 }, (_, i) => i % 2);
    const now = grouped(groups, 3000);
    const postings = new Postings();
    const leaving = postings.prepare(() => now, {
      ...scanContext(),
      breathe: () => Promise.reject(new Error('cancelled')),
    });
    const staying = postings.prepare(() => now, scanContext());
    await expect(leaving).rejects.toThrow('cancelled');
    await staying;
    expect([...postings.of(0, now)]).toEqual(expected(groups, 3000, 0));
  });
});
