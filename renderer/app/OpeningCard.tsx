import { useEffect, useRef, useState } from 'react';
import { formatShare } from '../../shared/format.ts';
import { useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../widgets/Button.tsx';
import { amountText, phaseText } from './openingText.ts';

/** What an opening is doing, how far it is, and the way out of it. */
export function OpeningCard(): React.JSX.Element {
  const { session } = useServices();
  const entry = useSession((s) => s.entry);
  const progress = useSession((s) => s.progress);
  const upload = useSession((s) => s.upload);
  const began = useRef(performance.now());
  const [elapsedMs, setElapsedMs] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock is read whenever there is news
  useEffect(() => setElapsedMs(performance.now() - began.current), [progress, upload]);
  const share = upload ?? (progress?.total ? progress.done / progress.total : null);
  return (
    <section className="opening" aria-label="Opening">
      <div>
        <h2 className="truncate">{entry?.name}</h2>
        <p>
          {upload === null ? phaseText(progress) : 'Taking in the file'}
          <span className="numbers">{upload === null ? amountText(progress, elapsedMs) : formatShare(upload, 1)}</span>
        </p>
        <progress aria-label="Progress" {...(share === null ? {} : { value: share, max: 1 })} />
      </div>
      <Button onClick={() => session.close()}>Cancel</Button>
    </section>
  );
}
