import './Bench.css';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDispatch } from '../../../data/hooks.ts';
import { Button } from '../../../widgets/Button.tsx';

/** The first line of what stands in place of the events, with the way back to them. */
export function BenchHead({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): React.JSX.Element {
  const dispatch = useDispatch();
  return (
    <div className="bench-head">
      <h2>{title}</h2>
      <p className="truncate">{children}</p>
      <Button
        look="icon"
        aria-label="Back to the events"
        title="Back to the events"
        onClick={() => dispatch({ do: 'showBench', bench: null })}
      >
        <X size={14} aria-hidden="true" />
      </Button>
    </div>
  );
}
