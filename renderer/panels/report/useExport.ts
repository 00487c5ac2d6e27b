import { useEffect, useRef, useState } from 'react';
import type { InspectorError } from '../../../shared/protocol/errors.ts';
import type { Params } from '../../../shared/protocol/requests.ts';
import { useServices } from '../../data/services.ts';
import { useRequest } from '../../data/useRequest.ts';

export interface Export {
  readonly save: (params: Params<'report.write'>) => void;
  readonly stop: () => void;
  /** Being written, or waiting in the dialog. */
  readonly busy: boolean;
  /** Name of the file that was saved last. */
  readonly saved: string | null;
  readonly error: InspectorError | Error | undefined;
  readonly progress: ReturnType<typeof useRequest<'report.write'>>['progress'];
}

/** Has the worker write the report and the host save it where the person says. */
export function useExport(): Export {
  const { host, passing } = useServices();
  const [wanted, setWanted] = useState<Params<'report.write'> | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [failure, setFailure] = useState<Error>();
  const { data, error, progress, stale } = useRequest('report.write', wanted);
  // One save per press, however often the answer is drawn.
  const pending = useRef(false);

  useEffect(() => {
    if (wanted === null || !pending.current) return;
    if (error) {
      pending.current = false;
      setFailure(error);
      setWanted(null);
    } else if (data && !stale) {
      pending.current = false;
      host
        .saveFile(data.fileName, data.mimeType, data.text)
        .then((name) => {
          setSaved(name);
          if (name !== null) passing.dispatch({ message: `Saved ${name}.` });
        })
        .catch((reason: unknown) => setFailure(reason instanceof Error ? reason : new Error(String(reason))))
        .finally(() => setWanted(null));
    }
  }, [wanted, data, error, stale, host, passing]);

  return {
    save(params) {
      pending.current = true;
      setSaved(null);
      setFailure(undefined);
      setWanted(params);
    },
    stop() {
      pending.current = false;
      setWanted(null);
    },
    busy: wanted !== null,
    saved,
    error: failure,
    progress,
  };
}
