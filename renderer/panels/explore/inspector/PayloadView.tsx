import { useMemo } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import { parseJson } from '../../../../shared/json.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import { HexView } from '../../../widgets/HexView.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';

/** A payload as what it is: a tree, text, or bytes. */
export function PayloadView({ payload, raw }: { payload: Payload; raw: boolean }): React.JSX.Element {
  if (payload.kind === 'json') return <JsonText label="Payload" text={payload.text} raw={raw} />;
  if (payload.kind === 'binary') {
    return (
      <>
        <p className={payload.problem === undefined ? 'event-none' : 'reducer-problem'}>
          {plural(payload.bytes, 'byte')}. {payload.note}
        </p>
        <HexView label="Payload" base64={payload.base64} />
      </>
    );
  }
  return (
    <>
      <p className="reducer-problem">This payload cannot be read: {payload.reason}</p>
      <RawText text={payload.text} />
    </>
  );
}

/** Rows of a payload before it scrolls by itself. */
const longestTree = 30;

/** JSON as a tree; as text where `raw` asks for it, and where it has none. */
export function JsonText({ label, text, raw }: { label: string; text: string; raw: boolean }): React.JSX.Element {
  const parsed = useMemo(() => {
    try {
      return { json: parseJson(text) };
    } catch {
      return null; // Shown as it stands: what is not JSON has no tree.
    }
  }, [text]);
  if (raw || !parsed) return <RawText text={text} />;
  return <JsonTree label={label} value={parsed.json} fitRows={longestTree} />;
}

/** Characters of a raw text that are laid out: a line of five million holds up the page for seconds. */
const longestRaw = 50_000;

function RawText({ text }: { text: string }): React.JSX.Element {
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
