import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWatchdog } from '../../../../shared/protocol/watchdog.ts';

const patience = { everyMs: 1000, asks: 3 };
const ask = vi.fn();
const onHung = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
});

afterEach(() => vi.useRealTimers());

it('lets whoever answers live', () => {
  const watchdog = createWatchdog(ask, onHung, patience);
  ask.mockImplementation(() => watchdog.heard());
  vi.advanceTimersByTime(60_000);
  expect(ask).toHaveBeenCalledTimes(61);
  expect(onHung).not.toHaveBeenCalled();
  watchdog.stop();
});

it('calls hung, once, who owes more asks in a row than allowed', () => {
  const watchdog = createWatchdog(ask, onHung, patience);
  watchdog.heard();
  vi.advanceTimersByTime(2000);
  watchdog.heard();
  vi.advanceTimersByTime(3000);
  expect(onHung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(onHung).toHaveBeenCalledTimes(1);
});

it('waits for who was never heard', () => {
  const watchdog = createWatchdog(ask, onHung, patience);
  vi.advanceTimersByTime(60_000);
  expect(onHung).not.toHaveBeenCalled();
  watchdog.stop();
});

it('asks no more once stopped', () => {
  const watchdog = createWatchdog(ask, onHung, patience);
  watchdog.heard();
  watchdog.stop();
  vi.advanceTimersByTime(60_000);
  expect([ask.mock.calls.length, onHung.mock.calls.length]).toEqual([1, 0]);
});
