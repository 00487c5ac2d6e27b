import './HexView.css';
import { useMemo } from 'react';
import { stringsIn } from '../../shared/byteStrings.ts';
import { formatCount } from '../../shared/format.ts';
import { hexRow } from './hexRows.ts';
import { VirtualList } from './VirtualList.tsx';

const perRow = 8;
const rowHeight = 20;
/** Rows before it scrolls by itself. */
const mostRows = 12;
/** Strings that are listed; bytes that are looked through for them. */
const mostStrings = 200;
const mostBytes = 1 << 20;

interface Props {
  readonly label: string;
  readonly base64: string;
  /** Offset of the first byte. */
  readonly from?: number;
}

/** Bytes as hex and as text, with the strings in them, for payloads that are not JSON. */
export function HexView({ label, base64, from = 0 }: Props): React.JSX.Element {
  const bytes = useMemo(() => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)), [base64]);
  return (
    <>
      <div className="hex" style={{ height: Math.min(Math.ceil(bytes.length / perRow), mostRows) * rowHeight }}>
        <VirtualList
          count={Math.ceil(bytes.length / perRow)}
          rowHeight={rowHeight}
          tabIndex={0}
          role="group"
          aria-label={`${label} in hex`}
          renderRow={(index) => {
            const { offset, hex, text } = hexRow(bytes, index, perRow, from);
            return (
              <pre className="hex-row">
                <span className="hex-offset">{offset}</span> {hex} <span className="hex-text">{text}</span>
              </pre>
            );
          }}
        />
      </div>
      <Strings label={label} bytes={bytes} from={from} />
    </>
  );
}

function Strings({ label, bytes, from }: { label: string; bytes: Uint8Array; from: number }): React.JSX.Element | null {
  const { strings, isCut } = useMemo(() => stringsIn(bytes.subarray(0, mostBytes), mostStrings), [bytes]);
  const rest = isCut
    ? `The first ${formatCount(mostStrings)} strings.`
    : bytes.length > mostBytes
      ? 'Strings of the first megabyte.'
      : null;
  if (strings.length === 0) return null;
  return (
    <section className="hex-strings" aria-label={`Strings in the ${label.toLowerCase()}`}>
      <h4>Strings</h4>
      <ul>
        {strings.map(({ at, text }) => (
          <li key={at}>
            <span className="hex-offset">{(from + at).toString(16).padStart(6, '0')}</span> <span>{text}</span>
          </li>
        ))}
      </ul>
      {rest !== null && <p>{rest}</p>}
    </section>
  );
}
