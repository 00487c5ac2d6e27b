import { placesIn, timeFormOf } from '../../../shared/mappingText.ts';
import type { MappingRole, Place, RoleTakes, TimeField } from '../../../shared/model/mapping.ts';
import { Select } from '../../widgets/Select.tsx';
import {
  choiceOf,
  choicesFor,
  chosenField,
  type Field,
  modeOf,
  timeFormOptions,
  withForm,
  withPlace,
} from './mappingForm.ts';

interface Props {
  readonly role: MappingRole;
  readonly title: string;
  readonly takes: RoleTakes;
  readonly field: Field | undefined;
  readonly places: readonly Place[];
  /** Those that no role has. */
  readonly free: readonly Place[];
  /** What is wrong with it, as a sentence. */
  readonly error: string | null;
  /** What the first record has there. */
  readonly example: string | null;
  readonly onChange: (field: Field | undefined) => void;
}

/** One role: where it is read from, and beside it what is wrong with that. */
export function FieldRow({
  role,
  title,
  takes,
  field,
  places,
  free,
  error,
  example,
  onChange,
}: Props): React.JSX.Element {
  const mode = modeOf(field, places);
  const [place = ''] = placesIn(field);
  const errorId = `mapping-error-${role}`;
  const text = {
    className: 'mapping-input mono',
    spellCheck: false,
    'aria-invalid': error !== null,
    ...(error !== null && { 'aria-describedby': errorId }),
  };
  return (
    <fieldset className="mapping-field" data-wrong={error !== null || undefined}>
      <legend className="visually-hidden">{title}</legend>
      <span className="mapping-role" aria-hidden="true">
        {title}
      </span>
      <div className="mapping-boxes">
        <Select
          label={`${title} from`}
          value={choiceOf(field, places)}
          options={choicesFor(role, takes, places)}
          onChange={(choice) => onChange(chosenField(choice, field, takes, free))}
        />
        {mode === 'path' && (
          <input
            {...text}
            aria-label={`${title} path`}
            value={place}
            onChange={({ target }) => onChange(withPlace(target.value, field, takes))}
          />
        )}
        {typeof field === 'object' && 'constant' in field && (
          <input
            {...text}
            aria-label={`${title} text`}
            value={field.constant}
            onChange={({ target }) => onChange({ constant: target.value })}
          />
        )}
        {typeof field === 'object' && 'join' in field && (
          <Joined title={title} field={field} places={places} onChange={onChange} />
        )}
        {takes === 'time' && field !== undefined && (
          <Select
            label={`${title} numbers are`}
            value={timeFormOf(field as TimeField)}
            options={timeFormOptions}
            onChange={(form) => onChange(withForm(place, form))}
          />
        )}
        {error === null && example !== null && (
          <span className="mapping-example mono truncate" title={`In the first record: ${example}`}>
            {example}
          </span>
        )}
      </div>
      {error !== null && (
        <p className="mapping-error" id={errorId}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** A text of two places with something between them. */
function Joined({
  title,
  field,
  places,
  onChange,
}: {
  readonly title: string;
  readonly field: { readonly join: readonly Place[]; readonly with: string };
  readonly places: readonly Place[];
  readonly onChange: (field: Field) => void;
}): React.JSX.Element {
  const options = [...new Set([...places, ...field.join])].map((place) => ({ value: place, title: place }));
  const part = (index: number, place: Place): void =>
    onChange({ ...field, join: field.join.map((one, i) => (i === index ? place : one)) });
  return (
    <>
      {field.join.map((place, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts stand in a fixed order
        <span className="mapping-part" key={index}>
          {index === 1 && (
            <input
              className="mapping-input mapping-between mono"
              aria-label={`${title} between the parts`}
              value={field.with}
              onChange={({ target }) => onChange({ ...field, with: target.value })}
            />
          )}
          {index > 1 && <span className="mono">{field.with}</span>}
          <Select
            label={`${title} part ${index + 1}`}
            value={place}
            options={options}
            onChange={(chosen) => part(index, chosen)}
          />
        </span>
      ))}
    </>
  );
}
