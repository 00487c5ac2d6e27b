// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import { type JsonValue, parseJson, stringifyJson } from '../../../../shared/json.ts';
import type { RecordedEvent } from '../../../../shared/model/event.ts';
import { useLog, useTimeZone } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { labelText } from '../../../state/nameText.ts';
import { instantText, zoneName } from '../../../state/timeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { HexView } from '../../../widgets/HexView.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { Menu } from '../../../widgets/Menu.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { eventMenu } from '../eventMenu.ts';
import type { Branches } from '../whatIf/useBranches.ts';

/** The event as it was recorded: envelope, payload, metadata. */
export function EventTab({ ordinal, branches }: { ordinal: number; branches: Branches }): React.JSX.Element {
  const { data, error } = useRequest('events.get', { ordinal });
  const [raw, setRaw] = useState(false);
  if (error)
    return (
      <EmptyState
        tone="bad"
        title="The event could not be read"
      >{`${error.message} ${error.data?.advice ?? ''}`}</EmptyState>
    );
  if (!data) return <Skeleton rows={10} label="Reading the event" />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div className="event" tabIndex={0} role="group" aria-label="Recorded event">
      <Envelope event={data} branches={branches} />
      <div className="event-heading">
        <h3>Payload</h3>
        {data.payload.kind === 'json' && (
          <Button look="pill" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            raw
          </Button>
        )}
        <CopyButton what="payload" text={data.payload.kind === 'binary' ? data.payload.base64 : data.payload.text} />
      </div>
      <PayloadView event={data} raw={raw} />
      <div className="event-heading">
        <h3>Metadata</h3>
        {data.metadata !== null && <CopyButton what="metadata" text={data.metadata} />}
      </div>
      {data.metadata === null ? (
        <p className="event-none">None recorded.</p>
      ) : (
        <JsonText label="Metadata" text={data.metadata} raw={raw} />
      )}
    </div>
  );
}

function Envelope({ event, branches }: { event: RecordedEvent; branches: Branches }): React.JSX.Element {
  const { view, passing } = useServices();
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const zone = useTimeZone();
  const { summary } = useLog();
  const rows: [name: string, value: string | null][] = [
    ['Type', event.type],
    ['Stream', event.streamId],
    [labelText(summary.revisionLabel), event.streamRevision],
    ['Position', event.globalPosition],
    ['Recorded', event.recordedAt === null ? null : `${instantText(event.recordedAt, zone)} ${zoneName(zone)}`],
    ['Schema version', event.schemaVersion],
    ['Event id', event.eventId],
    ['Correlation id', event.correlationId],
    ['Causation id', event.causationId],
    ['Actor', event.actor],
  ];
  return (
    <>
      <div className="event-heading">
        <h3>#{event.ordinal}</h3>
        <Button
          look="pill"
          aria-haspopup="menu"
          onClick={(press) => {
            const { left, bottom } = press.currentTarget.getBoundingClientRect();
            setMenu({ x: left, y: bottom + 4 });
          }}
        >
          What if…
        </Button>
        {menu && (
          <Menu
            label={`Event #${event.ordinal}`}
            items={eventMenu(event.ordinal, branches, view, passing)}
            at={menu}
            onClose={() => setMenu(null)}
          />
        )}
        <CopyButton what="envelope" text={stringifyJson(envelopeJson(event), 2)} />
      </div>
      <dl className="event-envelope">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={value === null ? 'event-absent' : 'mono'}>{value ?? 'not recorded'}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const envelopeJson = ({ payload: _payload, metadata: _metadata, ...envelope }: RecordedEvent): JsonValue => ({
  ...envelope,
});

function PayloadView({ event, raw }: { event: RecordedEvent; raw: boolean }): React.JSX.Element {
  const { payload } = event;
  if (payload.kind === 'json') return <JsonText label="Payload" text={payload.text} raw={raw} />;
  if (payload.kind === 'binary') {
    return (
      <>
        <p className="event-none">
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

function JsonText({ label, text, raw }: { label: string; text: string; raw: boolean }): React.JSX.Element {
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

function CopyButton({ what, text }: { what: string; text: string }): React.JSX.Element {
  const { passing } = useServices();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      passing.dispatch({ message: `Copied the ${what}.` });
    } catch {
      passing.dispatch({ message: `The ${what} could not be copied: the clipboard is not allowed here.` });
    }
  };
  return (
    <Button look="icon" aria-label={`Copy ${what}`} title={`Copy ${what}`} onClick={() => void copy()}>
      <Copy size={13} aria-hidden="true" />
    </Button>
  );
}
