import './ReportPanel.css';
import { useEffect, useRef, useState } from 'react';
import { useLog, useSession, useView } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Working } from '../../widgets/Working.tsx';
import { FormFields } from './FormFields.tsx';
import { ReportPreview } from './ReportPreview.tsx';
import { defaultForm, optionsOf, parseForm, type ReportForm } from './reportForm.ts';
import { SaveBar } from './SaveBar.tsx';
import { useSettled } from './useSettled.ts';

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
  const settled = useSettled(form, 350);
  const { data, error, progress, stale } = useRequest(
    'report.build',
    complete ? { options: optionsOf(settled) } : null,
  );

  // Whoever came by a tab stays on it; whoever pressed "Export report" is led to the button that does it.
  const save = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (document.activeElement?.getAttribute('role') !== 'tab') save.current?.focus();
  }, []);

  return (
    <div className="report">
      <section className="report-form" aria-label="Report options">
        <FormFields form={form} error={error} onChange={setForm} />
        <SaveBar
          form={form}
          ready={complete && !error}
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
