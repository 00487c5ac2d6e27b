import './FormFields.css';
import { useState } from 'react';
import type { ReducerInfo } from '../../../shared/model/state.ts';
import type { InspectorError } from '../../../shared/protocol/errors.ts';
import { usePlayhead, useView } from '../../data/hooks.ts';
import { Button } from '../../widgets/Button.tsx';
import { Select } from '../../widgets/Select.tsx';
import { eventLimitOf, mostEvents, type ReportForm, sections } from './reportForm.ts';
import { StreamPicker } from './StreamPicker.tsx';

interface Props {
  readonly form: ReportForm;
  /** Why the last report could not be built; shown at the field it is about. */
  readonly error: InspectorError | undefined;
  /** Those that have a state per stream, and the id of the one in use. */
  readonly reducers: readonly ReducerInfo[];
  readonly reducer: string;
  readonly onChange: (form: ReportForm) => void;
}

/** The options of the report, one field each. */
export function FormFields({ form, error, reducers, reducer, onChange }: Props): React.JSX.Element {
  const playhead = usePlayhead();
  const filter = useView((view) => view.query);
  const [limitText, setLimitText] = useState(String(form.eventLimit));
  const set = (fields: Partial<ReportForm>): void => onChange({ ...form, ...fields });
  const badPoint = error?.code === 'bad-point' ? error.message : null;
  const badQuery = error?.code === 'bad-query' ? error.message : null;
  const limitIsNumber = eventLimitOf(limitText) !== null;
  return (
    <div className="report-fields">
      <h2>Audit report</h2>
      <label className="field">
        <span>Title</span>
        <input value={form.title} onChange={(event) => set({ title: event.target.value })} />
      </label>
      <fieldset className="field">
        <legend>Scope</legend>
        <div className="field-pair">
          <label>
            <span>from</span>
            <input
              className="mono"
              value={form.from}
              aria-invalid={badPoint !== null}
              aria-describedby="report-point-hint"
              onChange={(event) => set({ from: event.target.value })}
            />
          </label>
          <label>
            <span>to</span>
            <input
              className="mono"
              value={form.to}
              aria-invalid={badPoint !== null}
              aria-describedby="report-point-hint"
              onChange={(event) => set({ to: event.target.value })}
            />
          </label>
          <Button disabled={playhead < 0 || form.to === `#${playhead}`} onClick={() => set({ to: `#${playhead}` })}>
            To playhead
          </Button>
        </div>
        <p id="report-point-hint" className={badPoint === null ? 'field-hint' : 'field-bad'}>
          {badPoint ?? 'start, end, #241, a position, or a time such as 2026-03-02T10:00Z'}
        </p>
      </fieldset>
      <label className="field">
        <span>Only events that match</span>
        <input
          className="mono"
          value={form.query}
          placeholder="all events"
          spellCheck={false}
          aria-invalid={badQuery !== null}
          aria-describedby="report-query-hint"
          onChange={(event) => set({ query: event.target.value })}
        />
      </label>
      <div id="report-query-hint" className={badQuery === null ? 'field-hint' : 'field-bad'}>
        {badQuery ?? 'The language of the filter box, e.g. type:Money* data.amount:>1000'}
        {filter !== form.query && (
          <Button look="pill" onClick={() => set({ query: filter })}>
            {filter === '' ? 'Clear, as in the filter box' : 'Use the filter'}
          </Button>
        )}
      </div>
      <StreamPicker streams={form.streams} onChange={(streams) => set({ streams })} />
      {form.streams.length > 0 && (
        <Select
          label="folded by"
          showLabel
          value={reducer}
          options={reducers.map(({ id, name }) => ({ value: id, title: name }))}
          onChange={(chosen) => set({ reducer: chosen })}
        />
      )}
      <fieldset className="field">
        <legend>Sections</legend>
        <div className="field-checks">
          {sections.map(({ key, title }) => (
            <label key={key}>
              <input
                type="checkbox"
                checked={form.include[key]}
                onChange={(event) => set({ include: { ...form.include, [key]: event.target.checked } })}
              />
              {title}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="field">
        <span>Events listed at most</span>
        <input
          className="mono"
          inputMode="numeric"
          value={limitText}
          disabled={!form.include.events}
          aria-invalid={!limitIsNumber}
          aria-describedby="report-limit-hint"
          onChange={(event) => {
            setLimitText(event.target.value);
            const eventLimit = eventLimitOf(event.target.value);
            if (eventLimit !== null) set({ eventLimit });
          }}
        />
      </label>
      <p id="report-limit-hint" className={limitIsNumber ? 'field-hint' : 'field-bad'}>
        {limitIsNumber
          ? 'The report says how many were left out.'
          : `A whole number from 0 to ${mostEvents}; ${form.eventLimit} is used.`}
      </p>
    </div>
  );
}
