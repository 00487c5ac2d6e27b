// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import { useMemo } from 'react';
import { parseJson } from '../../../../shared/json.ts';
import { cutsByPath } from '../../../../shared/jsonParts.ts';
import { versionLabel } from '../../../../shared/versionOrder.ts';
import type { RequestState } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { RawText } from './RawText.tsx';

/** Whether the payload is shown as it is stored or after the upcasters. */
export function UpcastChoice({
  after,
  onAfter,
}: {
  after: boolean;
  onAfter: (after: boolean) => void;
}): React.JSX.Element {
  return (
    <div className="upcast-choice" role="group" aria-label="Payload as">
      <Button look="pill" aria-pressed={!after} onClick={() => onAfter(false)}>
        as stored
      </Button>
      <Button look="pill" aria-pressed={after} onClick={() => onAfter(true)}>
        after upcasting
      </Button>
    </div>
  );
}

/** The payload that projections see, with what the upcasters changed. */
export function UpcastPayload({
  upcast: { data, error },
  raw,
}: {
  upcast: RequestState<'upcasters.event'>;
  raw: boolean;
}): React.JSX.Element | null {
  const value = useMemo(
    () => (data ? { json: parseJson(data.data.text), cuts: cutsByPath(data.data.cuts) } : null),
    [data],
  );
  if (error) return <p className="reducer-problem">{error.message}</p>;
  if (!data || value === null) return null;
  return (
    <>
      <p className="event-none">
        <span className="mono">{data.by}</span>{' '}
        {data.from === data.to
          ? `leaves ${versionLabel(data.from)} as it is: it has no step from there.`
          : `lifts ${versionLabel(data.from)} to ${versionLabel(data.to)}.`}
      </p>
      {raw ? (
        <RawText label="Payload after upcasting" shown={data.data} whole={null} />
      ) : (
        <JsonTree
          label="Payload after upcasting"
          value={value.json}
          cuts={value.cuts}
          changes={data.changes}
          fitRows={30}
        />
      )}
    </>
  );
}
