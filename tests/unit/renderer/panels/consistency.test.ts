import { describe, expect, test } from 'vitest';
import { byLag, lagSentence, lagText, shareRead } from '../../../../renderer/panels/consistency/tracks.ts';
import type { Checkpoint } from '../../../../shared/model/store.ts';

const checkpoint = (consumer: string, behind: number, behindMicros: number | null = null): Checkpoint => ({
  consumer,
  behind,
  behindMicros,
  globalPosition: '1',
  ordinal: 99 - behind,
});

describe('consumers', () => {
  test('say how far behind they are, in events and in time', () => {
    expect(lagText(checkpoint('a', 0, 0))).toBe('at the head');
    expect(lagText(checkpoint('a', 1))).toBe('1 event behind');
    expect(lagText(checkpoint('a', 289, 135_259e6))).toBe('289 events and 1 d 13 h behind');
  });

  test('stand in order of their lag', () => {
    const list = [checkpoint('b', 0), checkpoint('a', 0), checkpoint('z', 5)];
    expect(byLag(list).map((c) => c.consumer)).toEqual(['z', 'a', 'b']);
  });

  test('are summed up in a sentence', () => {
    expect(lagSentence([checkpoint('a', 0), checkpoint('b', 0)], 0)).toBe('2 consumers, all have read everything.');
    expect(lagSentence([checkpoint('a', 0)], 0)).toBe('1 consumer, it has read everything.');
    expect(lagSentence([checkpoint('a', 0), checkpoint('b', 3)], 1)).toBe(
      '2 consumers; b is 3 events behind. 1 event could not be handled.',
    );
    expect(lagSentence([], 2)).toBe('2 events could not be handled.');
  });

  test('stand on a track as long as the log', () => {
    expect(shareRead(-1, 100)).toBe(0);
    expect(shareRead(49, 100)).toBe(0.5);
    expect(shareRead(99, 100)).toBe(1);
    expect(shareRead(-1, 0)).toBe(0);
  });
});
