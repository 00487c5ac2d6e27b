import { useMemo } from 'react';
import { plural } from '../../../../shared/format.ts';
import { parseJson } from '../../../../shared/json.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import { HexView } from '../../../widgets/HexView.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { RawText } from './RawText.tsx';

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
