import './Skeleton.css';
import './Working.css';
import { formatBytes, formatCount } from '../../shared/format.ts';
import type { Progress } from '../../shared/protocol/requests.ts';

/** `12,000 of 50,000 events`, `3.1 MB of 8.4 MB`, `12,000 events`. */
export function progressText({ done, total, unit }: Progress): string {
  const amount = (value: number): string => (unit === 'bytes' ? formatBytes(value) : formatCount(value));
  const noun = unit === 'bytes' ? '' : ' events';
  return total === undefined ? `${amount(done)}${noun}` : `${amount(done)} of ${amount(total)}${noun}`;
}

interface Props {
  /** What is being done, as a sentence without its full stop: `Checking the log`. */
  readonly label: string;
  readonly progress: Progress | undefined;
}

/** What stands in a view while the worker is at it. Appears after 150 ms, so that what is quick does not flicker. */
export function Working({ label, progress }: Props): React.JSX.Element {
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : 0.08;
  return (
    <div className="working" role="status">
      <p>
        {label}
        {progress ? `: ${progressText(progress)}` : '…'}
      </p>
      <div className="working-bar">
        <div style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
    </div>
  );
}
