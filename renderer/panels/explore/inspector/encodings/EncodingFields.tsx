import type { ReactNode } from 'react';
import type {
  AvroHeader,
  EncodingId,
  EncodingInfo,
  EncodingPreview,
  TextForm,
} from '../../../../../shared/model/encoding.ts';
import type { Payload } from '../../../../../shared/model/event.ts';
import { Select } from '../../../../widgets/Select.tsx';
import { type EncodingForm, isText } from './encodingForm.ts';
import { SchemaField } from './SchemaField.tsx';

interface Props {
  readonly form: EncodingForm;
  /** The type of the event that is shown. */
  readonly type: string;
  readonly kinds: readonly EncodingInfo[];
  /** The event's payload as it is read now. */
  readonly payload: Payload;
  /** Messages that the Protobuf schema has. */
  readonly messages: readonly string[];
  readonly problem: EncodingPreview['problem'];
  readonly onChange: (change: Partial<EncodingForm>) => void;
}

const byLook = { value: '', title: 'as it looks' } as const;

const textForms: readonly { value: TextForm | ''; title: string }[] = [
  byLook,
  { value: 'base64', title: 'base64' },
  { value: 'hex', title: 'hex digits' },
];

const headers: readonly { value: AvroHeader | ''; title: string }[] = [
  byLook,
  { value: 'none', title: 'none' },
  { value: 'registry', title: 'schema registry, 5 bytes' },
  { value: 'object', title: 'single object, 10 bytes' },
];

/** What has to be said of an encoding, with what is wrong beside it. */
export function EncodingFields({ form, type, kinds, payload, messages, problem, onChange }: Props): React.JSX.Element {
  const needs = kinds.find(({ id }) => id === form.encoding)?.needs;
  const wrong = (field: string): string | null => (problem?.field === field ? problem.message : null);
  return (
    <>
      <Row label="For">
        <Select
          label="For"
          value={form.forAll ? 'all' : 'type'}
          options={[
            { value: 'type', title: type },
            { value: 'all', title: 'all types without a choice' },
          ]}
          onChange={(scope) => onChange({ forAll: scope === 'all' })}
        />
      </Row>
      <Row label="Encoding">
        <Select<EncodingId>
          label="Encoding"
          value={form.encoding}
          options={kinds.map(({ id, name }) => ({ value: id, title: name }))}
          onChange={(encoding) => onChange({ encoding, schema: '', message: '' })}
        />
      </Row>
      {isText(payload) && (
        <Row label="Bytes stand as">
          <Select<TextForm | ''>
            label="Bytes stand as"
            value={form.text}
            options={textForms}
            onChange={(text) => onChange({ text })}
          />
        </Row>
      )}
      {needs === 'avro' && (
        <Row label="Header">
          <Select<AvroHeader | ''>
            label="Header"
            value={form.header}
            options={headers}
            onChange={(header) => onChange({ header })}
          />
        </Row>
      )}
      {(needs === 'avro' || needs === 'protobuf') && (
        <SchemaField
          key={needs}
          needs={needs}
          schema={form.schema}
          problem={form.schema === '' ? null : wrong('schema')}
          onChange={(schema) => onChange({ schema })}
        />
      )}
      {needs === 'protobuf' && messages.length > 0 && (
        <Row label="Message">
          <Select
            label="Message"
            value={form.message}
            options={[
              ...(messages.includes(form.message)
                ? []
                : [{ value: form.message, title: form.message || 'choose one' }]),
              ...messages.map((name) => ({ value: name, title: name })),
            ]}
            onChange={(message) => onChange({ message })}
          />
          {form.message !== '' && wrong('message') !== null && (
            <p className="encodings-problem" role="alert">
              {wrong('message')}
            </p>
          )}
        </Row>
      )}
    </>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }): React.JSX.Element {
  return (
    <div className="encodings-row">
      <span className="encodings-label" aria-hidden="true">
        {label}
      </span>
      <div>{children}</div>
    </div>
  );
}
