// biome-ignore-all lint/a11y/useSemanticElements: a piece of text is no form fieldset
import './WholeValue.css';
import { Copy, X } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../../../../shared/format.ts';
import { PIECE } from '../../../../shared/jsonParts.ts';
import { useCopy } from '../../../data/useCopy.ts';
import { usePiece, type WholeText } from '../../../data/wholeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';

/** A value that is too long for its row, as text. */
export function WholeValue({
  name,
  whole,
  onClose,
}: {
  /** What it is the value of. */
  readonly name: string;
  readonly whole: WholeText;
  readonly onClose: () => void;
}): React.JSX.Element {
  const copy = useCopy();
  return (
    <Dialog label={`Value of ${name}`} className="whole" onClose={onClose}>
      <header className="whole-head">
        <h2 className="truncate mono" title={name}>
          {name}
        </h2>
        <Button onClick={() => void copy(`the value of ${name}`, whole)}>
          <Copy size={13} aria-hidden="true" />
          Copy all
        </Button>
        <Button look="icon" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      <TextPages label={`Value of ${name}`} whole={whole} />
    </Dialog>
  );
}

/** A text of any length, as much of it at a time as a page can lay out. */
export function TextPages({ label, whole }: { readonly label: string; readonly whole: WholeText }): React.JSX.Element {
  const [offset, setOffset] = useState(0);
  const { data, error, stale } = usePiece(whole, offset);
  if (error) return <Failure title="The text cannot be read" error={error} />;
  if (!data) return <Skeleton rows={6} label="Reading the text" />;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre className="event-raw mono" tabIndex={0} role="group" aria-label={label} aria-busy={stale}>
        {data.text}
      </pre>
      <Pages of="Characters" offset={offset} total={data.total} step={PIECE} onOffset={setOffset} />
    </>
  );
}

/** Which part is shown, and the way to the others; nothing where there is only one. */
export function Pages({
  of,
  offset,
  total,
  step,
  onOffset,
}: {
  readonly of: string;
  readonly offset: number;
  readonly total: number;
  readonly step: number;
  readonly onOffset: (offset: number) => void;
}): React.JSX.Element | null {
  if (total <= step) return null;
  return (
    <p className="whole-pages">
      <span>
        {of} {formatCount(offset + 1)} to {formatCount(Math.min(total, offset + step))} of {formatCount(total)}
      </span>
      <Button look="pill" disabled={offset === 0} onClick={() => onOffset(offset - step)}>
        Previous
      </Button>
      <Button look="pill" disabled={offset + step >= total} onClick={() => onOffset(offset + step)}>
        Next
      </Button>
    </p>
  );
}
