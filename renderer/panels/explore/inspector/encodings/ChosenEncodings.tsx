import type { EncodingInfo, EncodingRule } from '../../../../../shared/model/encoding.ts';
import { Button } from '../../../../widgets/Button.tsx';

interface Props {
  readonly rules: readonly EncodingRule[];
  readonly kinds: readonly EncodingInfo[];
  readonly onRemove: (rule: EncodingRule) => void;
}

/** What is chosen for the store. */
export function ChosenEncodings({ rules, kinds, onRemove }: Props): React.JSX.Element {
  const nameOf = ({ encoding, message }: EncodingRule): string => {
    const name = kinds.find(({ id }) => id === encoding)?.name ?? encoding;
    return message === undefined ? name : `${name}, ${message}`;
  };
  return (
    <section className="encodings-chosen" aria-label="Chosen for this store">
      <h3>Chosen for this store</h3>
      {rules.length === 0 ? (
        <p>Nothing yet: bytes are read where they say themselves what they are.</p>
      ) : (
        <ul>
          {rules.map((rule) => {
            const type = rule.type ?? 'all other types';
            return (
              <li key={type}>
                <span className="mono truncate" title={type}>
                  {type}
                </span>
                <span className="truncate">{nameOf(rule)}</span>
                <Button look="quiet" aria-label={`Remove the choice for ${type}`} onClick={() => onRemove(rule)}>
                  Remove
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <p className="encodings-where">
        Remembered on this computer for this store, also under another name. The store is not changed.
      </p>
    </section>
  );
}
