import { formatCount, plural } from '../../../../shared/format.ts';

/** Characters of a raw text that are laid out: a line of five million holds up the page for seconds. */
const longestRaw = 50_000;

export function RawText({ text }: { text: string }): React.JSX.Element {
  return (
    <>
      <pre className="event-raw mono">{text.slice(0, longestRaw)}</pre>
      {text.length > longestRaw && (
        <p className="event-none">
          The first {formatCount(longestRaw)} of {plural(text.length, 'character')}; copying takes them all.
        </p>
      )}
    </>
  );
}
