import './Skeleton.css';
import './Working.css';
import type { Progress } from '../../shared/protocol/requests.ts';
import { progressText } from './progressText.ts';

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
