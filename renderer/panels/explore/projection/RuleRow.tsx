// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import { X } from 'lucide-react';
import type { Vocabulary } from '../../../../shared/model/schema.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Select } from '../../../widgets/Select.tsx';
import { fieldsOf, type Operation, operations, type Rule, typeOf } from './projectionForm.ts';

interface Props {
  /** From 1. */
  readonly number: number;
  readonly rule: Rule;
  readonly vocabulary: Vocabulary;
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
}

/** `MoneyDeposited` · field `amount` · adds to · `balance`: one thing that a type does to the state. */
export function RuleRow({ number, rule, vocabulary, onChange, onRemove }: Props): React.JSX.Element {
  const { type, operation, name, from } = rule;
  const needsField = ['add', 'subtract', 'take', 'collect'].includes(operation);
  const numeric = operation === 'add' || operation === 'subtract';
  const fieldsFor = (of: string, wanted: Operation): string[] =>
    fieldsOf(typeOf(vocabulary, of), wanted === 'add' || wanted === 'subtract' ? 'number' : 'any');
  const fields = fieldsFor(type, operation);
  /** A field that the other type or operation has as well stays. */
  const withField = (changed: Rule): Rule => {
    const known = fieldsFor(changed.type, changed.operation);
    return changed.operation === 'put' || known.includes(changed.from) ? changed : { ...changed, from: known[0] ?? '' };
  };
  return (
    <div className="rule" role="group" aria-label={`Rule ${number}`}>
      <Select
        label="Event type"
        value={type}
        options={vocabulary.types.map((one) => ({ value: one.type, title: one.type }))}
        onChange={(chosen) => onChange(withField({ ...rule, type: chosen }))}
      />
      {needsField && (
        <Select
          label={numeric ? 'Number' : 'Field'}
          value={from}
          options={[
            ...(fields.includes(from) ? [] : [{ value: from, title: numeric ? 'no number in it' : 'which field?' }]),
            ...fields.map((field) => ({ value: field, title: field })),
          ]}
          onChange={(field) => onChange({ ...rule, from: field })}
        />
      )}
      <Select
        label="Does"
        value={operation}
        options={operations}
        onChange={(chosen) => onChange(withField({ ...rule, operation: chosen }))}
      />
      {operation === 'put' && (
        <input
          className="rule-text"
          aria-label="Text"
          value={from}
          onChange={(event) => onChange({ ...rule, from: event.target.value })}
        />
      )}
      {operation !== 'merge' && (
        <input
          className="rule-text mono"
          aria-label="Value of the state"
          spellCheck={false}
          value={name}
          onChange={(event) => onChange({ ...rule, name: event.target.value })}
        />
      )}
      <span className="rule-space" />
      <Button look="icon" aria-label={`Remove rule ${number}`} onClick={onRemove}>
        <X size={13} aria-hidden="true" />
      </Button>
    </div>
  );
}
