import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Vocabulary } from '../../../../shared/model/schema.ts';
import { useLog } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { Select } from '../../../widgets/Select.tsx';
import { codeOf, fieldsOf, formProblem, type ProjectionForm } from './projectionForm.ts';
import { RuleRow } from './RuleRow.tsx';
import { type TemplateId, templateForm, templates } from './templates.ts';
import { draftName } from './useDraft.ts';

interface Props {
  readonly vocabulary: Vocabulary;
  /** Name of the file in the editor. */
  readonly name: string | null;
}

/** A projection without writing code: what each type does to the state. It ends as code in the editor. */
export function ProjectionFormDialog({ vocabulary, name }: Props): React.JSX.Element {
  const { view, passing } = useServices();
  const { summary } = useLog();
  const offered = templates.filter(({ id }) => templateForm(id, vocabulary) !== null);
  const [template, setTemplate] = useState<TemplateId>(
    () => offered.find(({ id }) => id === 'balance')?.id ?? offered[0]?.id ?? 'count',
  );
  const [form, setForm] = useState<ProjectionForm>(
    () => templateForm(template, vocabulary) ?? { states: 'stream', field: '', rules: [] },
  );
  const problem = formProblem(form);
  const close = (): void => passing.dispatch({ dialog: null });
  const write = (): void => {
    view.dispatch({ do: 'draft', draft: { name: name ?? draftName(summary.name), source: codeOf(form) } });
    close();
    passing.dispatch({ message: 'Wrote the code into the editor. Ctrl+Z there brings back what was in it.' });
  };
  const fields = [...new Set(vocabulary.types.flatMap((type) => fieldsOf(type, 'any')))].sort();
  return (
    <Dialog label="Write a projection with a form" className="projection-form" onClose={close}>
      <header>
        <h2>A projection from a form</h2>
        <Button look="icon" aria-label="Close" onClick={close}>
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      <div className="projection-form-head">
        <Select
          label="template"
          showLabel
          value={template}
          options={offered.map(({ id, title }) => ({ value: id, title }))}
          onChange={(id) => {
            setTemplate(id);
            setForm(templateForm(id, vocabulary)!);
          }}
        />
        <Select
          label="one state"
          showLabel
          value={form.states}
          options={[
            { value: 'stream', title: 'per stream' },
            { value: 'field', title: 'per value of a field' },
            { value: 'single', title: 'over all events' },
          ]}
          onChange={(states) => setForm({ ...form, states })}
        />
        {form.states === 'field' && (
          <Select
            label="Field of the payload"
            value={form.field}
            options={[{ value: '', title: 'which field?' }, ...fields.map((field) => ({ value: field, title: field }))]}
            onChange={(field) => setForm({ ...form, field })}
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="projection-form-body" tabIndex={0} aria-label="Rules and code">
        <ol className="rules" aria-label="Rules">
          {form.rules.map((rule, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no other name
            <li key={i}>
              <RuleRow
                number={i + 1}
                rule={rule}
                vocabulary={vocabulary}
                onChange={(changed) => setForm({ ...form, rules: form.rules.with(i, changed) })}
                onRemove={() => setForm({ ...form, rules: form.rules.filter((_, other) => other !== i) })}
              />
            </li>
          ))}
        </ol>
        <Button
          look="pill"
          onClick={() =>
            setForm({
              ...form,
              rules: [
                ...form.rules,
                { type: vocabulary.types[0]?.type ?? '', operation: 'count', name: 'events', from: '' },
              ],
            })
          }
        >
          <Plus size={13} aria-hidden="true" />
          Add a rule
        </Button>
        <h3 className="projection-form-title">The code that it writes</h3>
        <pre className="projection-form-code mono">{codeOf(form)}</pre>
      </section>
      <footer>
        <p role="status">
          {problem ?? 'The code goes into the editor, where you can go on with it. Nothing is saved.'}
        </p>
        <Button look="primary" disabled={problem !== null} onClick={write}>
          Write the code
        </Button>
      </footer>
    </Dialog>
  );
}
