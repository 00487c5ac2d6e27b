import { useId, useState } from 'react';
import { plural } from '../../../../../shared/format.ts';
import { asInspectorError } from '../../../../data/asInspectorError.ts';
import { Button } from '../../../../widgets/Button.tsx';
import { FileButton } from '../../../../widgets/FileButton.tsx';
import { descriptorBytes, schemaOfFile } from './encodingForm.ts';

interface Props {
  readonly needs: 'avro' | 'protobuf';
  readonly schema: string;
  readonly problem: string | null;
  readonly onChange: (schema: string) => void;
}

const words = {
  avro: {
    label: 'Schema of the writer',
    example: '{ "type": "record", "name": "OrderPlaced", "fields": [ … ] }',
    accept: '.avsc,.json',
  },
  protobuf: {
    label: '.proto file or descriptor set',
    example: 'syntax = "proto3"; message OrderPlaced { … }',
    accept: '.proto,.bin,.desc,.pb,.protoset,.binpb',
  },
} as const;

/** A schema: pasted, or from a file. A descriptor set is not shown as the text that it is kept as. */
export function SchemaField({ needs, schema, problem, onChange }: Props): React.JSX.Element {
  const { label, example, accept } = words[needs];
  const id = useId();
  const [unread, setUnread] = useState<string | null>(null);
  const shown = unread ?? problem;
  const read = async (file: File): Promise<void> => {
    try {
      onChange(schemaOfFile(new Uint8Array(await file.arrayBuffer())));
      setUnread(null);
    } catch (error) {
      setUnread(`${file.name} cannot be read: ${asInspectorError(error).message}`);
    }
  };
  const bytes = needs === 'protobuf' ? descriptorBytes(schema) : null;
  return (
    <div className="encodings-schema">
      <div className="encodings-schema-head">
        <label className="encodings-label" htmlFor={id}>
          {label}
        </label>
        <FileButton look="quiet" file="Schema file" accept={accept} onFile={(file) => void read(file)}>
          Choose file…
        </FileButton>
      </div>
      {bytes === null ? (
        <textarea
          id={id}
          className="mono"
          value={schema}
          placeholder={example}
          spellCheck={false}
          aria-invalid={shown !== null}
          aria-describedby={shown === null ? undefined : `${id}-problem`}
          onChange={(event) => {
            setUnread(null);
            onChange(event.target.value);
          }}
        />
      ) : (
        <p className="encodings-set">
          A descriptor set of {plural(bytes, 'byte')}.
          <Button look="quiet" onClick={() => onChange('')}>
            Write a .proto instead
          </Button>
        </p>
      )}
      {shown !== null && (
        <p id={`${id}-problem`} className="encodings-problem" role="alert">
          {shown}
        </p>
      )}
    </div>
  );
}
