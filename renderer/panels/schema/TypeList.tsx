import { formatCount, plural } from '../../../shared/format.ts';
import type { TypeCount } from '../../../shared/model/store.ts';
import type { RequestState } from '../../data/latest.ts';
import { nameText } from '../../state/nameText.ts';
import { Button } from '../../widgets/Button.tsx';
import { progressText } from '../../widgets/progressText.ts';
import { versionHues, versionName } from './versions.ts';

interface Props {
  readonly types: readonly TypeCount[];
  readonly selected: string;
  readonly onSelect: (type: string) => void;
  /** Findings of drift over all types, as they come in. */
  readonly report: RequestState<'schema.report'>;
  /** Offered where reading every payload takes so long that it should be asked for. */
  readonly onReadAll: (() => void) | null;
}

/** Every type with a bar of its versions. */
export function TypeList({ types, selected, onSelect, report, onReadAll }: Props): React.JSX.Element {
  const drift = new Map(report.data?.types.map((type) => [type.type, type.drift.length]));
  return (
    <nav className="schema-types" aria-label="Event types">
      <div className="schema-types-head">
        <h2>Event types</h2>
        <span className="numbers">{formatCount(types.length)}</span>
      </div>
      <ul>
        {types.map((type) => (
          <li key={type.type}>
            <TypeButton
              type={type}
              drift={drift.get(type.type) ?? 0}
              current={type.type === selected}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ul>
      <div className="schema-types-foot">
        {onReadAll && <Button onClick={onReadAll}>Read all payloads for drift</Button>}
        {report.pending && (
          <p role="status">Looking for drift{report.progress ? `: ${progressText(report.progress)}` : '…'}</p>
        )}
        {report.error && <p role="alert">Drift was not looked for: {report.error.message}</p>}
        {report.data && <p>{driftSentence(report.data.types.map((type) => type.drift.length))}</p>}
      </div>
    </nav>
  );
}

function driftSentence(counts: readonly number[]): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'Every payload was read: no type changed its fields within a version.';
  const types = counts.filter((count) => count > 0).length;
  return `Every payload was read: ${plural(total, 'change')} within a version, in ${plural(types, 'type')}.`;
}

interface TypeButtonProps {
  readonly type: TypeCount;
  readonly drift: number;
  readonly current: boolean;
  readonly onSelect: (type: string) => void;
}

function TypeButton({ type, drift, current, onSelect }: TypeButtonProps): React.JSX.Element {
  const hues = versionHues(type.versions.map((version) => version.schemaVersion));
  return (
    <button
      type="button"
      className="schema-type"
      aria-current={current ? 'true' : undefined}
      onClick={() => onSelect(type.type)}
    >
      <span className="schema-type-line">
        <span className="schema-type-name truncate" title={type.type}>
          {nameText(type.type)}
        </span>
        {drift > 0 && <span className="mark mark-drift">drift</span>}
        <span className="mono schema-type-count">{formatCount(type.events)}</span>
      </span>
      <span className="schema-bar" aria-hidden="true">
        {type.versions.map((version, index) => (
          <i
            key={version.schemaVersion ?? ''}
            style={{ flexGrow: version.events, background: `var(--hue-${hues[index]})` }}
          />
        ))}
      </span>
      <span className="schema-type-versions truncate">
        {type.versions
          .map((version) => `${versionName(version.schemaVersion)} ${formatCount(version.events)}`)
          .join(' · ')}
      </span>
    </button>
  );
}
