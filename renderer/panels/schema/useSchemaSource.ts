import { useState } from 'react';
import { parseSchemaSource, schemaSourceText } from '../../../shared/schemaSource.ts';
import { asInspectorError } from '../../data/asInspectorError.ts';
import { askOnce } from '../../data/askOnce.ts';
import { useSession } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';

export interface ChosenSource {
  /** What requests take as `from`; `undefined` until it is known what was chosen for this store. */
  readonly from: string | null | undefined;
  /** Why the choice before could not be read, or the last one could not be kept. */
  readonly problem: string | null;
  /** Takes versions from there from now on, and the next time this store is opened. `null`: as its format says. */
  choose(from: string | null): void;
}

/** Where versions of this store are taken from. */
export function useSchemaSource(): ChosenSource {
  const requests = useSession((session) => session.requests);
  const kept = useRequest('schema.chosen', {});
  const [chosen, setChosen] = useState<{ readonly from: string | null; readonly problem: string | null } | null>(null);
  const choose = (wanted: string | null): void => {
    if (!requests) return;
    try {
      const from = wanted === null ? null : schemaSourceText(parseSchemaSource(wanted));
      setChosen({ from: from ?? 'store', problem: null });
      askOnce(requests, 'schema.choose', { from }, crypto.randomUUID()).catch((error: unknown) =>
        setChosen({ from: from ?? 'store', problem: `It is not remembered: ${asInspectorError(error).message}` }),
      );
    } catch (error) {
      setChosen((before) => ({
        from: before?.from ?? kept.data?.from ?? null,
        problem: asInspectorError(error).message,
      }));
    }
  };
  // A choice that cannot be read is said, and the format decides.
  const from = chosen ? chosen.from : kept.error ? 'store' : kept.data?.from;
  return { from, problem: chosen ? chosen.problem : (kept.error?.message ?? null), choose };
}
