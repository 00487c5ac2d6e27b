import './EncodingDialog.css';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { EncodingId, EncodingInfo, EncodingRule } from '../../../../../shared/model/encoding.ts';
import type { ShownEvent } from '../../../../../shared/model/shown.ts';
import { asInspectorError } from '../../../../data/asInspectorError.ts';
import { useServices } from '../../../../data/services.ts';
import { useRequest } from '../../../../data/useRequest.ts';
import { Button } from '../../../../widgets/Button.tsx';
import { Dialog } from '../../../../widgets/Dialog.tsx';
import { PayloadView } from '../PayloadView.tsx';
import { ChosenEncodings } from './ChosenEncodings.tsx';
import { EncodingFields } from './EncodingFields.tsx';
import { formOf, ruleOf, withRule } from './encodingForm.ts';

interface Props {
  readonly event: ShownEvent;
  readonly kinds: readonly EncodingInfo[];
  /** What is chosen for the store. */
  readonly rules: readonly EncodingRule[];
  readonly onClose: () => void;
}

/** Chooses how payloads are read, with this event's as it would be, and lists what is chosen. */
export function EncodingDialog({ event, kinds, rules, onClose }: Props): React.JSX.Element {
  const { session, passing } = useServices();
  const { type, ordinal } = event;
  const [form, setForm] = useState(() => formOf(rules, type, event.payload));
  const [failure, setFailure] = useState<string | null>(null);
  const kind = (id: EncodingId): EncodingInfo => kinds.find((one) => one.id === id)!;
  const rule = ruleOf(form, type, kind(form.encoding));
  const preview = useRequest('encodings.preview', { ordinal, rule });
  const { problem = null, messages = [], payload = null } = preview.data ?? {};
  const isUsable = preview.data !== undefined && problem === null && !preview.stale;

  const choose = async (chosen: readonly EncodingRule[], message: string): Promise<boolean> => {
    try {
      await session.chooseEncodings(chosen);
      passing.dispatch({ message });
      setFailure(null);
      return true;
    } catch (error) {
      setFailure(asInspectorError(error).message);
      return false;
    }
  };
  const use = async (): Promise<void> => {
    const which = form.forAll ? 'Payloads' : `Payloads of ${type}`;
    if (await choose(withRule(rules, rule), `${which} are read as ${kind(rule.encoding).name}.`)) onClose();
  };

  return (
    <Dialog label="Payload encodings" className="encodings" onClose={onClose}>
      <header>
        <h2>How payloads are read</h2>
        <Button look="icon" aria-label="Close" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      <div className="encodings-body">
        <form
          onSubmit={(submit) => {
            submit.preventDefault();
            if (isUsable) void use();
          }}
        >
          <EncodingFields
            form={form}
            type={type}
            kinds={kinds}
            payload={event.payload}
            messages={messages}
            problem={preview.stale ? null : problem}
            onChange={(change) => setForm({ ...form, ...change })}
          />
          <Button look="primary" type="submit" disabled={!isUsable}>
            Use this encoding
          </Button>
          {failure !== null && (
            <p className="encodings-problem" role="alert">
              {failure}
            </p>
          )}
        </form>
        <section className="encodings-preview" aria-label="Preview" aria-busy={preview.pending}>
          <h3>
            Payload of #{ordinal} <span className="truncate">{type}</span>
          </h3>
          {payload ? (
            <>
              {payload.kind === 'json' && payload.readAs === undefined && (
                <p className="event-none">It is JSON as it stands: a chosen encoding leaves it as it is.</p>
              )}
              <PayloadView payload={payload} raw={false} />
            </>
          ) : (
            <p className="event-none">
              {preview.error?.message ?? 'It is shown here as soon as all that is needed is given.'}
            </p>
          )}
        </section>
      </div>
      <ChosenEncodings
        rules={rules}
        kinds={kinds}
        onRemove={(removed) =>
          void choose(
            rules.filter((one) => one !== removed),
            'The choice is removed.',
          )
        }
      />
    </Dialog>
  );
}
