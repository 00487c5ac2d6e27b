import { useMemo, useState } from 'react';
import { plural } from '../../../../shared/format.ts';
import { parseJson } from '../../../../shared/json.ts';
import { PIECE } from '../../../../shared/jsonParts.ts';
import type { EventText, ShownPayload, ShownText } from '../../../../shared/model/shown.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { usePartialValue } from '../../../data/usePartialValue.ts';
import { usePiece, type WholeText } from '../../../data/wholeText.ts';
import { HexView } from '../../../widgets/HexView.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { CutNote, RawText } from './RawText.tsx';
import { Pages, WholeValue } from './WholeValue.tsx';

interface Props {
  readonly payload: ShownPayload;
  readonly raw: boolean;
  /** The event whose payload it is; without it there is no way to what is not shown. */
  readonly ordinal?: number;
}

/** A payload as what it is: a tree, text, or bytes. */
export function PayloadView({ payload, raw, ordinal }: Props): React.JSX.Element {
  if (payload.kind === 'json') {
    return <JsonText label="Payload" of="payload" shown={payload} raw={raw} ordinal={ordinal} />;
  }
  const whole = ordinal === undefined || payload.cuts.length === 0 ? null : wholeOf(ordinal, 'payload');
  if (payload.kind === 'binary') {
    return (
      <>
        <p className={payload.problem === undefined ? 'event-none' : 'reducer-problem'}>
          {plural(payload.bytes, 'byte')}. {payload.note}
        </p>
        {whole ? (
          <BytePages key={ordinal} whole={whole} bytes={payload.bytes} />
        ) : (
          <>
            <HexView label="Payload" base64={payload.base64} />
            <CutNote shown={{ text: payload.base64, cuts: payload.cuts }} />
          </>
        )}
      </>
    );
  }
  return (
    <>
      <p className="reducer-problem">This payload cannot be read: {payload.reason}</p>
      <RawText label="Payload" shown={payload} whole={whole} />
    </>
  );
}

const wholeOf = (ordinal: number, of: EventText['of'], path = ''): WholeText => ({
  from: 'event',
  value: { ordinal, of, path },
});

/** Rows of a payload before it scrolls by itself. */
const longestTree = 30;

interface JsonTextProps {
  readonly label: string;
  readonly of: EventText['of'];
  readonly shown: ShownText;
  readonly raw: boolean;
  readonly ordinal: number | undefined;
}

/** JSON as a tree; as text where `raw` asks for it, and where it has none. */
export function JsonText({ label, of, shown, raw, ordinal }: JsonTextProps): React.JSX.Element {
  const isJson = useMemo(() => {
    try {
      parseJson(shown.text);
      return true;
    } catch {
      return false; // Shown as it stands: what is not JSON has no tree.
    }
  }, [shown.text]);
  const isCut = shown.cuts.length > 0;
  if (raw || !isJson) {
    return <RawText label={label} shown={shown} whole={isCut && ordinal !== undefined ? wholeOf(ordinal, of) : null} />;
  }
  return <Tree label={label} of={of} shown={shown} ordinal={ordinal} />;
}

function Tree({ label, of, shown, ordinal }: Omit<JsonTextProps, 'raw'>): React.JSX.Element {
  const { passing } = useServices();
  const requests = useSession((session) => session.requests);
  const [opened, setOpened] = useState<string | null>(null);
  const { shown: value, more } = usePartialValue(
    { json: shown.text, cuts: shown.cuts },
    (path, from) => askOnce(requests!, 'events.part', { ordinal: ordinal!, of, path, from }),
    (error) => passing.dispatch({ message: asInspectorError(error).message }),
  );
  return (
    <>
      <JsonTree
        label={label}
        value={value!.value}
        cuts={value!.cuts}
        fitRows={longestTree}
        {...(ordinal !== undefined && { onMore: more, onWhole: setOpened })}
      />
      {opened !== null && ordinal !== undefined && (
        <WholeValue name={opened} whole={wholeOf(ordinal, of, opened)} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

/** Bytes of a payload that are looked at at a time. */
const pageBytes = (PIECE / 4) * 3;

function BytePages({ whole, bytes }: { readonly whole: WholeText; readonly bytes: number }): React.JSX.Element {
  const [offset, setOffset] = useState(0);
  const { data } = usePiece(whole, (offset / 3) * 4);
  return (
    <>
      <HexView label="Payload" base64={data?.text ?? ''} from={offset} />
      <Pages of="Bytes" offset={offset} total={bytes} step={pageBytes} onOffset={setOffset} />
    </>
  );
}
