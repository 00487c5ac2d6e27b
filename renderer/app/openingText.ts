import { formatBytes, formatCount, formatShare } from '../../shared/format.ts';
import type { Progress } from '../../shared/protocol/requests.ts';

const phases: Record<Progress['phase'], string> = {
  detect: 'Looking at what it is',
  index: 'Reading the events',
  read: 'Reading payloads',
  replay: 'Replaying',
  check: 'Checking',
  hash: 'Hashing',
  write: 'Writing',
};

/** What is being done, for the line above the bar. */
export const phaseText = (progress: Progress | null): string => (progress ? phases[progress.phase] : 'Starting');

/** `146 MB of 293 MB, 49 %, 97 MB a second`: amount, share and rate as far as they are known. Pure. */
export function amountText(progress: Progress | null, elapsedMs: number): string {
  if (!progress || progress.done === 0) return '';
  const amount = (n: number): string => (progress.unit === 'bytes' ? formatBytes(n) : formatCount(Math.round(n)));
  const unit = progress.unit === 'events' ? ' events' : '';
  const parts = [
    progress.total === undefined
      ? `${amount(progress.done)}${unit}`
      : `${amount(progress.done)} of ${amount(progress.total)}${unit}`,
  ];
  if (progress.total !== undefined) parts.push(formatShare(progress.done, progress.total));
  // A rate over less than that is a guess.
  if (elapsedMs >= 500) parts.push(`${amount((progress.done / elapsedMs) * 1000)}${unit} a second`);
  return parts.join(', ');
}
