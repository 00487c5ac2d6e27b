import { expect, test } from 'vitest';
import { progressText } from '../../../../renderer/widgets/progressText.ts';

test('progress is worded from its numbers', () => {
  expect(progressText({ phase: 'check', done: 12_000, total: 50_000, unit: 'events' })).toBe('12,000 of 50,000 events');
  expect(progressText({ phase: 'hash', done: 3_100_000, total: 8_400_000, unit: 'bytes' })).toBe('3.1 MB of 8.4 MB');
  expect(progressText({ phase: 'read', done: 700, unit: 'events' })).toBe('700 events');
});
