import './HexView.css';
import { useMemo } from 'react';
import { hexRow } from './hexRows.ts';
import { VirtualList } from './VirtualList.tsx';

const perRow = 8;

/** Bytes as hex and as text, for payloads that are not JSON. */
export function HexView({ label, base64 }: { label: string; base64: string }): React.JSX.Element {
  const bytes = useMemo(() => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)), [base64]);
  return (
    <div className="hex">
      <VirtualList
        count={Math.ceil(bytes.length / perRow)}
        rowHeight={20}
        tabIndex={0}
        role="group"
        aria-label={`${label} in hex`}
        renderRow={(index) => {
          const { offset, hex, text } = hexRow(bytes, index, perRow);
          return (
            <pre className="hex-row">
              <span className="hex-offset">{offset}</span> {hex} <span className="hex-text">{text}</span>
            </pre>
          );
        }}
      />
    </div>
  );
}
