import { formatBytes, formatCount } from '../../shared/format.ts';
import type { Progress } from '../../shared/protocol/requests.ts';

/** `12,000 of 50,000 events`, `3.1 MB of 8.4 MB`, `12,000 events`. */
export function progressText({ done, total, unit }: Progress): string {
  const amount = (value: number): string => (unit === 'bytes' ? formatBytes(value) : formatCount(value));
  const noun = unit === 'bytes' ? '' : ` ${unit}`;
  return total === undefined ? `${amount(done)}${noun}` : `${amount(done)} of ${amount(total)}${noun}`;
}
