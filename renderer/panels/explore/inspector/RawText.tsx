import { formatCount } from '../../../../shared/format.ts';
import type { ShownText } from '../../../../shared/model/shown.ts';
import type { WholeText } from '../../../data/wholeText.ts';
import { TextPages } from './WholeValue.tsx';

interface RawTextProps {
  readonly label: string;
  readonly shown: ShownText;
  /** Where it is cut: the way to all of it. */
  readonly whole: WholeText | null;
}

/** A text as it stands. */
export function RawText({ label, shown, whole }: RawTextProps): React.JSX.Element {
  // Of another text the first page is shown.
  if (whole) return <TextPages key={JSON.stringify(whole)} label={label} whole={whole} />;
  return (
    <>
      <pre className="event-raw mono">{shown.text}</pre>
      <CutNote shown={shown} />
    </>
  );
}

/** Says that a text is not all there, where there is no way to the rest. */
export function CutNote({ shown: { text, cuts } }: { readonly shown: ShownText }): React.JSX.Element | null {
  if (cuts.length === 0) return null;
  return <p className="event-none">The first {formatCount(text.length)} characters of it.</p>;
}
