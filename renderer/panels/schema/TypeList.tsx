import './TypeList.css';
import { useState } from 'react';
import { formatCount, plural } from '../../../shared/format.ts';
import type { SchemaSubject } from '../../../shared/model/schema.ts';
import type { RequestState } from '../../data/latest.ts';
import { nameText } from '../../state/nameText.ts';
import { progressText } from '../../widgets/progressText.ts';
import { SourcePicker } from './SourcePicker.tsx';
import { ALL_TYPES } from './subjects.ts';
import type { ChosenSource } from './useSchemaSource.ts';
import { versionHues, versionName } from './versions.ts';

/** From so many types on, one is sooner found by name. */
const searchFrom = 12;

interface Props {
  readonly subjects: readonly SchemaSubject[];
  readonly selected: string;
  readonly onSelect: (name: string) => void;
  /** What the payloads say, as it comes in. */
  readonly overview: RequestState<'schema.overview'>;
  readonly source: ChosenSource;
}

/** Every type with a bar of its versions; types that differ in a version in their name stand as one. */
export function TypeList({ subjects, selected, onSelect, overview, source }: Props): React.JSX.Element {
  const [sought, setSought] = useState('');
  const words = sought.toLowerCase();
  const shown = subjects.filter(({ name, members }) =>
    [name, ...members].some((one) => one.toLowerCase().includes(words)),
  );
  return (
    <nav className="schema-types" aria-label="Event types">
      <div className="schema-types-head">
        <h2>Event types</h2>
        <span className="numbers">{formatCount(subjects.length)}</span>
      </div>
      <SourcePicker source={source} />
      {subjects.length >= searchFrom && (
        <input
          type="search"
          className="schema-input schema-search"
          aria-label="Find a type"
          placeholder="Find a type"
          spellCheck={false}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
      )}
      <ul>
        {words === '' && (
          <li>
            <button
              type="button"
              className="schema-type schema-type-all"
              aria-current={selected === ALL_TYPES ? 'true' : undefined}
              onClick={() => onSelect(ALL_TYPES)}
            >
              All types
            </button>
          </li>
        )}
        {shown.map((subject) => (
          <li key={subject.name}>
            <TypeButton subject={subject} current={subject.name === selected} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="schema-types-none">No type has “{sought}” in its name.</p>}
      <div className="schema-types-foot">
        {overview.pending && (
          <p role="status">Reading payloads{overview.progress ? `: ${progressText(overview.progress)}` : '…'}</p>
        )}
        {overview.error && <p role="alert">The payloads could not be read: {overview.error.message}</p>}
        {overview.data && !overview.pending && <p>{sentence(overview.data.subjects)}</p>}
      </div>
    </nav>
  );
}

function sentence(subjects: readonly SchemaSubject[]): string {
  const drift = subjects.filter((subject) => subject.drift > 0).length;
  const said = [
    drift === 0 ? 'no type drifted' : `${plural(drift, 'type')} drifted`,
    ...(subjects.some(({ inferred }) => inferred)
      ? [`versions of ${formatCount(subjects.filter(({ inferred }) => inferred).length)} are inferred`]
      : []),
  ];
  return `Every payload was read: ${said.join(', ')}.`;
}

interface TypeButtonProps {
  readonly subject: SchemaSubject;
  readonly current: boolean;
  readonly onSelect: (name: string) => void;
}

function TypeButton({ subject, current, onSelect }: TypeButtonProps): React.JSX.Element {
  const { name, members, events, versions, inferred, drift } = subject;
  const hues = versionHues(versions.map((version) => version.schemaVersion));
  return (
    <button
      type="button"
      className="schema-type"
      aria-current={current ? 'true' : undefined}
      onClick={() => onSelect(name)}
    >
      <span className="schema-type-line">
        <span className="schema-type-name truncate" title={members.length > 0 ? members.join('\n') : name}>
          {nameText(name)}
        </span>
        {members.length > 0 && <span className="mark mark-plain">{members.length} names</span>}
        {inferred && <span className="mark mark-plain">inferred</span>}
        {drift > 0 && <span className="mark mark-drift">drift</span>}
        <span className="mono schema-type-count">{formatCount(events)}</span>
      </span>
      <span className="schema-bar" aria-hidden="true">
        {versions.map((version, index) => (
          <i
            key={version.schemaVersion ?? ''}
            style={{ flexGrow: version.events, background: `var(--hue-${hues[index]})` }}
          />
        ))}
      </span>
      <span className="schema-type-versions truncate">
        {versions.map((version) => `${versionName(version.schemaVersion)} ${formatCount(version.events)}`).join(' · ')}
      </span>
    </button>
  );
}
