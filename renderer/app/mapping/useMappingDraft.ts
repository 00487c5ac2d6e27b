import { useEffect, useState } from 'react';
import { badMapping, checkMapping } from '../../../shared/mappingText.ts';
import type {
  FieldError,
  Mapping,
  MappingInspection,
  MappingPreview,
  MappingSource,
} from '../../../shared/model/mapping.ts';
import type { InspectorError } from '../../../shared/protocol/errors.ts';
import { asInspectorError } from '../../data/asInspectorError.ts';
import type { RequestState } from '../../data/latest.ts';
import { useRequest } from '../../data/useRequest.ts';

export interface MappingDraft {
  readonly inspected: RequestState<'mapping.inspect'>;
  readonly preview: RequestState<'mapping.preview'>;
  /** Files to choose from: they stay while one of them is looked into. */
  readonly files: MappingInspection['files'];
  readonly file: string | undefined;
  readonly mapping: Mapping | null;
  /** What was chosen last: the mapping follows when its guess is there. */
  readonly source: MappingSource | null;
  /** The last preview, also while the next is made. */
  readonly shown: MappingPreview | null;
  /** What is wrong with the mapping, whether the store was asked or not. */
  readonly errors: readonly FieldError[];
  /** Whether the store opens by the mapping as it stands. */
  readonly opens: boolean;
  setMapping(mapping: Mapping): void;
  /** Begins anew with a guess for another table, array or reading of the text. */
  setSource(source: MappingSource): void;
  setFile(file: string): void;
  /** Looks into the store anew, without what is remembered of it. */
  begin(): void;
}

/**
 * The mapping that is being made: what the store offers, what was chosen, and what the first records look like by it.
 */
export function useMappingDraft(ref: string, given: Mapping | null): MappingDraft {
  const [mapping, setMapping] = useState(given);
  const [file, setFile] = useState(given?.source.file);
  const [files, setFiles] = useState<MappingInspection['files']>([]);
  const [wanted, setWanted] = useState<MappingSource | null>(null);
  // What was answered before the screen was entered may no longer hold.
  const [round, setRound] = useState(() => performance.now());
  const of = { ref, ...(file !== undefined && { file }) };
  const inspected = useRequest('mapping.inspect', of, { refreshOn: round });
  const guessed = useRequest('mapping.inspect', wanted && { ...of, source: wanted });

  useEffect(() => {
    const { data, stale } = inspected;
    if (data === undefined || stale) return;
    if (data.files.length > 0) setFiles(data.files);
    setMapping((before) => before ?? data.mapping);
  }, [inspected]);
  useEffect(() => {
    if (wanted === null || guessed.data === undefined || guessed.stale) return;
    setMapping(guessed.data.mapping);
    setWanted(null);
  }, [wanted, guessed]);

  const wrong = wrongIn(mapping);
  const preview = useRequest('mapping.preview', mapping && wrong === null ? { ref, mapping } : null);
  const [shown, setShown] = useState<MappingPreview | null>(null);
  useEffect(() => {
    if (preview.data !== undefined && !preview.stale) setShown(preview.data);
  }, [preview]);

  return {
    inspected,
    preview,
    files,
    file,
    mapping,
    source: wanted ?? mapping?.source ?? null,
    shown,
    errors: (wrong ?? preview.error)?.data?.fields ?? (wrong === null && !preview.stale ? (shown?.errors ?? []) : []),
    opens: wrong === null && !preview.pending && preview.data?.opens === true,
    setMapping,
    setSource: setWanted,
    setFile: (name) => {
      setFile(name);
      setMapping(null);
    },
    begin: () => {
      setMapping(null);
      setRound((before) => before + 1);
    },
  };
}

/** Why a mapping cannot be asked for; `null` where it can. */
function wrongIn(mapping: Mapping | null): InspectorError | null {
  if (mapping === null) return null;
  try {
    checkMapping(mapping);
    return null;
  } catch (error) {
    const failure = asInspectorError(error);
    return failure.data?.fields === undefined ? badMapping([{ field: 'mapping', message: failure.message }]) : failure;
  }
}
