import { useMemo, useState } from 'react';
import { parseJson } from '../../shared/json.ts';
import { cutsByPath, joinPart, type PartialValue } from '../../shared/jsonParts.ts';
import type { CutJson, ValuePart } from '../../shared/model/shown.ts';
import { useSteady } from './useSteady.ts';

export interface GrowingValue {
  /** `null` where there is none. */
  readonly shown: PartialValue | null;
  /** Asks for the members behind those that are there, and adds them when they come. */
  readonly more: (path: string) => void;
}

/** A value that a person lets grow, part by part. With another beginning it begins anew. */
export function usePartialValue(
  begin: CutJson | null,
  ask: (path: string, from: number) => Promise<ValuePart>,
  onFailure: (error: unknown) => void,
): GrowingValue {
  const json = begin?.json ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same text has the same cuts
  const first = useMemo(
    () => (begin === null ? null : { value: parseJson(begin.json), cuts: cutsByPath(begin.cuts) }),
    [json],
  );
  const [grown, setGrown] = useState<{ readonly from: PartialValue; readonly value: PartialValue } | null>(null);
  const shown = grown !== null && grown.from === first ? grown.value : first;
  const more = useSteady(async (path: string): Promise<void> => {
    const cut = shown?.cuts.get(path);
    if (!cut || !first) return;
    try {
      const part = await ask(path, cut.shown);
      const value = parseJson(part.json);
      // What came for another value is of no use; what came twice is added once.
      setGrown((now) => ({ from: first, value: joinPart(now?.from === first ? now.value : first, part, value) }));
    } catch (error) {
      onFailure(error);
    }
  });
  return { shown, more };
}
