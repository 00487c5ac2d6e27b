import { expect, it } from 'vitest';
import { amountText, phaseText } from '../../../../renderer/app/openingText.ts';

it('says amount, share and rate as far as they are known', () => {
  const progress = { phase: 'index', done: 146e6, total: 293e6, unit: 'bytes' } as const;
  expect(phaseText(progress)).toBe('Reading the events');
  expect(amountText(progress, 1500)).toBe('146 MB of 293 MB, 50 %, 97 MB a second');
  expect(amountText(progress, 100)).toBe('146 MB of 293 MB, 50 %');
  expect(amountText({ phase: 'check', done: 4000, unit: 'events' }, 2000)).toBe('4,000 events, 2,000 events a second');
  expect(amountText(null, 100)).toBe('');
});
