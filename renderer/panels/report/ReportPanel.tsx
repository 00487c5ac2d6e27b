import './ReportPanel.css';
import { useEffect, useRef, useState } from 'react';
import { useLog, usePassing, useSession, useView } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { useRequest } from '../../data/useRequest.ts';
import { useSettled } from '../../data/useSettled.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Working } from '../../widgets/Working.tsx';
import { FormFields } from './FormFields.tsx';
import { ReportPreview } from './ReportPreview.tsx';
import { defaultForm, optionsOf, parseForm, perStream, type ReportForm, reducerOf } from './reportForm.ts';
import { SaveBar } from './SaveBar.tsx';

/** What goes into an audit report, how it will read, and the button that saves it. */
export function ReportPanel(): React.JSX.Element {
  const { summary, complete } = useLog();
  const query = useView((view) => view.query);
  const ref = useSession((session) => session.entry?.ref ?? '');
  const key = `eventloupe.report:${ref}`;
  const [form, setForm] = useState<ReportForm>(() =>
    parseForm(sessionStorage.getItem(key), defaultForm(summary.name, query)),
  );
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(form)), [key, form]);
  const inExplore = useView((view) => view.reducer);
  const reducers = useRequest('projections.list', {}).data?.reducers;
  const reducer = reducerOf(form, reducers ?? [], inExplore);
  const settled = useSettled(form, 350);
  // Bookmarks are part of it.
  const sides = usePassing((p) => p.sides);
  const { data, error, progress, stale } = useRequest(
    'report.build',
    complete && reducers ? { options: optionsOf(settled, reducer) } : null,
    { refreshOn: sides },
  );

  const { passing } = useServices();
  const exporting = usePassing((p) => p.exporting);
  const save = useRef<HTMLButtonElement>(null);
  const ready = complete && reducers !== undefined && error === undefined;
  useEffect(() => {
    if (!exporting || !ready) return;
    save.current?.focus();
    passing.dispatch({ exporting: false });
  }, [exporting, ready, passing]);

  return (
    <div className="report">
      <section className="report-form" aria-label="Report options">
        <FormFields
          form={form}
          error={error}
          reducers={perStream(reducers ?? [])}
          reducer={reducer}
          onChange={setForm}
        />
        <SaveBar
          options={optionsOf(form, reducer)}
          format={form.format}
          ready={ready}
          buttonRef={save}
          onFormat={(format) => setForm({ ...form, format })}
        />
      </section>
      <section className="report-preview" aria-label="Preview of the report" aria-busy={stale}>
        {!complete ? (
          <EmptyState title="The report waits for the whole log">
            Its numbers would not hold while events are still being read.
          </EmptyState>
        ) : error ? (
          <EmptyState tone="bad" title="The report cannot be made like this">
            {error.message} {error.data?.advice}
          </EmptyState>
        ) : data ? (
          <ReportPreview report={data} />
        ) : (
          <Working label="Building the report" progress={progress} />
        )}
      </section>
    </div>
  );
}
