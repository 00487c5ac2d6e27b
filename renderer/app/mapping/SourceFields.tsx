import type { MappingChoice, MappingSource } from '../../../shared/model/mapping.ts';
import { Select } from '../../widgets/Select.tsx';
import { delimiterOptions, sourceKey } from './mappingForm.ts';

interface Props {
  /** Files of a folder, of which one is chosen; empty where there is nothing to choose. */
  readonly files: readonly string[];
  readonly file: string | undefined;
  readonly choices: readonly MappingChoice[];
  readonly source: MappingSource | null;
  readonly error: string | null;
  readonly onFile: (file: string) => void;
  readonly onSource: (source: MappingSource) => void;
}

/** Where the records are: which file, table or array, and how text is cut into columns. */
export function SourceFields(props: Props): React.JSX.Element {
  const { files, file, choices, source, error, onFile, onSource } = props;
  const own = source === null || choices.some((choice) => sourceKey(choice.source) === sourceKey(source));
  // What a loaded mapping names need not be among what was found.
  const all = own ? choices : [{ source, title: sourceKey(source).replace(/^\w+ /, '') }, ...choices];
  const delimiters = source?.kind === 'csv' && !delimiterOptions.some(({ value }) => value === source.delimiter);
  return (
    <fieldset className="mapping-source" data-wrong={error !== null || undefined}>
      <legend>Records</legend>
      <div className="mapping-boxes">
        {files.length > 0 && (
          <Select
            label="File"
            value={file ?? ''}
            options={[
              ...(file === undefined ? [{ value: '', title: 'choose a file…' }] : []),
              ...files.map((name) => ({ value: name, title: name })),
            ]}
            onChange={(name) => name !== '' && onFile(name)}
          />
        )}
        {source !== null && (
          <Select
            label="Records from"
            value={sourceKey(source)}
            options={all.map((choice) => ({ value: sourceKey(choice.source), title: choice.title }))}
            onChange={(key) => onSource(all.find((choice) => sourceKey(choice.source) === key)!.source)}
          />
        )}
        {source?.kind === 'csv' && (
          <>
            <Select
              label="Fields divided by"
              showLabel
              value={source.delimiter}
              options={[
                ...delimiterOptions,
                ...(delimiters ? [{ value: source.delimiter, title: source.delimiter }] : []),
              ]}
              onChange={(delimiter) => onSource({ ...source, delimiter })}
            />
            <label className="mapping-check">
              <input
                type="checkbox"
                checked={source.header}
                onChange={({ target }) => onSource({ ...source, header: target.checked })}
              />
              First record is a header
            </label>
          </>
        )}
      </div>
      {error !== null && <p className="mapping-error">{error}</p>}
    </fieldset>
  );
}
