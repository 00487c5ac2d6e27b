// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { type JsonValue, stringifyJson } from '../../../../shared/json.ts';
import type { EventText, ShownEvent } from '../../../../shared/model/shown.ts';
import { useLog, useTimeZone } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useCopy } from '../../../data/useCopy.ts';
import { useRequest } from '../../../data/useRequest.ts';
import type { WholeText } from '../../../data/wholeText.ts';
import { labelText } from '../../../state/nameText.ts';
import { instantText, zoneName } from '../../../state/timeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Menu } from '../../../widgets/Menu.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { eventMenu } from '../grid/eventMenu.ts';
import type { Branches } from '../whatIf/useBranches.ts';
import { ReadAs } from './encodings/ReadAs.tsx';
import { JsonText, PayloadView } from './PayloadView.tsx';
import { UpcastChoice, UpcastPayload } from './UpcastPayload.tsx';

interface Props {
  readonly ordinal: number;
  readonly branches: Branches;
  /** The reducer in use: its upcasters are what the payload is shown after. */
  readonly reducer: string | null;
}

/** The event as it was recorded: envelope, payload, metadata; the payload also as the upcasters make it. */
export function EventTab({ ordinal, branches, reducer }: Props): React.JSX.Element {
  const { data, error } = useRequest('events.shown', { ordinal });
  const upcast = useRequest('upcasters.event', reducer === null ? null : { reducer, ordinal });
  const [raw, setRaw] = useState(false);
  const [lifted, setLifted] = useState(false);
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
        <ReadAs event={data} />
        {data.payload.kind === 'json' && (
          <Button look="pill" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            raw
          </Button>
        )}
        <CopyText what="payload" ordinal={ordinal} />
      </div>
      {(upcast.data || upcast.error) && <UpcastChoice after={lifted} onAfter={setLifted} />}
      {lifted && (upcast.data || upcast.error) ? (
        <UpcastPayload upcast={upcast} raw={raw} />
      ) : (
        <PayloadView payload={data.payload} raw={raw} ordinal={ordinal} />
      )}
      <div className="event-heading">
        <h3>Metadata</h3>
        {data.metadata !== null && <CopyText what="metadata" ordinal={ordinal} />}
      </div>
      {data.metadata === null ? (
        <p className="event-none">None recorded.</p>
      ) : (
        <JsonText label="Metadata" of="metadata" shown={data.metadata} raw={raw} ordinal={ordinal} />
      )}
    </div>
  );
}

function Envelope({ event, branches }: { event: ShownEvent; branches: Branches }): React.JSX.Element {
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

const envelopeJson = ({ payload: _payload, metadata: _metadata, ...envelope }: ShownEvent): JsonValue => ({
  ...envelope,
});

/** Copies a text of the event, all of it. */
const CopyText = ({ what, ordinal }: { what: EventText['of']; ordinal: number }): React.JSX.Element => (
  <CopyButton what={what} text={{ from: 'event', value: { ordinal, of: what, path: '' } }} />
);

function CopyButton({ what, text }: { what: string; text: string | WholeText }): React.JSX.Element {
  const copy = useCopy();
  return (
    <Button
      look="icon"
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={() => void copy(`the ${what}`, text)}
    >
      <Copy size={13} aria-hidden="true" />
    </Button>
  );
}
