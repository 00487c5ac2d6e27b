import './MappingScreen.css';
import { FileInput, FolderOpen, Save } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatCount, plural } from '../../../shared/format.ts';
import { mappingText, parseMapping } from '../../../shared/mappingText.ts';
import { type MappingPreview, mappingRoles } from '../../../shared/model/mapping.ts';
import { asInspectorError } from '../../data/asInspectorError.ts';
import { useSession } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import type { MappingState } from '../../data/session.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { FileButton } from '../../widgets/FileButton.tsx';
import { PanelHead } from '../../widgets/PanelHead.tsx';
import { Tabs } from '../../widgets/Tabs.tsx';
import { Working } from '../../widgets/Working.tsx';
import { FieldRow } from './FieldRow.tsx';
import { type Field, freePlaces, withField } from './mappingForm.ts';
import { PreviewTable } from './PreviewTable.tsx';
import { SourceFields } from './SourceFields.tsx';
import { type MappingDraft, useMappingDraft } from './useMappingDraft.ts';

/** Says of a store that no format knows, or knows wrongly, where its events are. */
export function MappingScreen(): React.JSX.Element | null {
  const state = useSession((session) => session.mapping);
  return state === null ? null : <MappingForm key={state.entry.ref} state={state} />;
}

function MappingForm({ state }: { readonly state: MappingState }): React.JSX.Element {
  const { session, host } = useServices();
  const draft = useMappingDraft(state.entry.ref, state.draft);
  const { mapping, inspected } = draft;
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean } | null>(
    state.error && { text: state.error.message, isBad: true },
  );
  const heading = useRef<HTMLElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const guard = async (work: () => Promise<string | null>): Promise<void> => {
    try {
      const text = await work();
      setSaid(text === null ? null : { text, isBad: false });
    } catch (error) {
      setSaid({ text: asInspectorError(error).message, isBad: true });
    }
  };
  const save = (): Promise<void> =>
    guard(async () => {
      const name = await host.saveFile(`${state.entry.name}.mapping.json`, 'application/json', mappingText(mapping!));
      return name === null ? null : `Saved ${name}. On the command line: --mapping ${name}`;
    });
  const load = (chosen: File): Promise<void> =>
    guard(async () => {
      draft.setMapping(parseMapping(await chosen.text()));
      return `Loaded ${chosen.name}.`;
    });
  const forget = (): Promise<void> =>
    guard(async () => {
      await session.forgetMapping(draft.file);
      draft.begin();
      return 'Forgotten: stores of this layout are no longer opened by it.';
    });

  return (
    <main className="mapping" aria-label="Map by hand" ref={heading} tabIndex={-1}>
      <PanelHead
        title={`Where are the events of ${state.entry.name}?`}
        actions={
          <>
            <FileButton file="Mapping file" accept=".json,application/json" onFile={(chosen) => void load(chosen)}>
              <FileInput size={14} aria-hidden="true" />
              Load mapping…
            </FileButton>
            <Button disabled={mapping === null} onClick={() => void save()}>
              <Save size={14} aria-hidden="true" />
              Save mapping…
            </Button>
            <Button look="quiet" onClick={() => session.leaveMapping()}>
              Cancel
            </Button>
            <Button look="primary" disabled={!draft.opens} onClick={() => mapping && void session.openMapped(mapping)}>
              <FolderOpen size={14} aria-hidden="true" />
              Open
            </Button>
          </>
        }
      >
        Choose which column or path is what; the guesses come from names and values. It is only read, and the next store
        of this layout opens by itself.
      </PanelHead>
      <p className="mapping-said" role="status" data-bad={said?.isBad || undefined}>
        {said?.text}
      </p>
      {inspected.data && (inspected.data.remembered || inspected.data.damage !== null) && (
        <p className="mapping-remembered">
          {inspected.data.damage ?? 'This layout was mapped before.'}
          <Button look="pill" onClick={() => void forget()}>
            Forget that mapping
          </Button>
        </p>
      )}
      <div className="mapping-body">
        <Fields draft={draft} />
        <Preview draft={draft} />
      </div>
    </main>
  );
}

/** Source and roles, each with what is wrong beside it. */
function Fields({ draft }: { readonly draft: MappingDraft }): React.JSX.Element {
  const { mapping, inspected, files, file, errors } = draft;
  const roles = new Set<string>(mappingRoles.map(({ role }) => role));
  const ofSource = errors.find(({ field }) => !roles.has(field));
  const places = draft.shown?.places ?? [];
  return (
    <section className="card mapping-fields" aria-label="Fields">
      <SourceFields
        files={files}
        file={file}
        choices={inspected.data?.choices ?? []}
        source={draft.source}
        error={ofSource?.message ?? null}
        onFile={draft.setFile}
        onSource={draft.setSource}
      />
      {mapping !== null &&
        mappingRoles.map(({ role, title, takes }) => (
          <FieldRow
            key={role}
            role={role}
            title={title}
            takes={takes}
            field={mapping.fields[role] as Field | undefined}
            places={places}
            free={freePlaces(mapping, places)}
            error={errors.find(({ field }) => field === role)?.message ?? null}
            example={mapping.fields[role] === undefined ? null : (draft.shown?.rows[0]?.values[role] ?? null)}
            onChange={(field) => draft.setMapping(withField(mapping, role, field))}
          />
        ))}
    </section>
  );
}

const tabs = [
  { id: 'events', title: 'As events' },
  { id: 'stored', title: 'As stored' },
] as const;

/** The first records, kept in view while the next preview is made. */
function Preview({ draft }: { readonly draft: MappingDraft }): React.JSX.Element {
  const [as, setAs] = useState<'events' | 'stored'>('events');
  const { mapping, shown, inspected, preview, files, file } = draft;
  const failure = inspected.error ?? (preview.error?.data?.fields === undefined ? preview.error : undefined);
  return (
    <section className="card mapping-preview" aria-label="Preview" aria-busy={preview.pending}>
      <header>
        <Tabs label="Preview" tabs={tabs} selected={as} onSelect={setAs} idPrefix="mapping-preview" />
        <p>{shown && sentence(shown)}</p>
      </header>
      <div
        className="mapping-rows"
        id="mapping-preview-panel"
        role="tabpanel"
        aria-labelledby={`mapping-preview-tab-${as}`}
      >
        {failure ? (
          <Failure title="It cannot be looked into" error={failure} />
        ) : files.length > 0 && file === undefined ? (
          <EmptyState title="Several files">Choose the one that holds the events.</EmptyState>
        ) : mapping === null && inspected.data !== undefined && !inspected.pending ? (
          <EmptyState title="Nothing to map">
            It holds neither tables, nor JSON objects, nor columns with something between them.
          </EmptyState>
        ) : mapping === null || shown === null ? (
          <Working label="Looking into it" progress={inspected.progress} />
        ) : shown.rows.length === 0 ? (
          <EmptyState title="No records">There is nothing in it to show.</EmptyState>
        ) : (
          <PreviewTable preview={shown} mapping={mapping} as={as} />
        )}
      </div>
    </section>
  );
}

/** What a colleague would say about the first records. */
function sentence({ rows, more }: MappingPreview): string {
  if (rows.length === 0) return '';
  const refused = rows.filter((row) => row.refused !== null).length;
  const wrong = rows.filter((row) => row.refused === null && row.errors.length > 0).length;
  const which = more ? `The first ${formatCount(rows.length)} records` : `All ${plural(rows.length, 'record')}`;
  const notes = [
    ...(refused > 0 ? [`${formatCount(refused)} would be no ${refused === 1 ? 'event' : 'events'}`] : []),
    ...(wrong > 0 ? [`${formatCount(wrong)} ${wrong === 1 ? 'has' : 'have'} a field that cannot be read`] : []),
  ];
  return notes.length === 0 ? `${which}: every field can be read.` : `${which}: ${notes.join(', ')}.`;
}
