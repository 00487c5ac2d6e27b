import { useEffect, useRef, useState } from 'react';
import type { InspectorError } from '../../shared/protocol/errors.ts';
import type { Params, Progress, Result } from '../../shared/protocol/requests.ts';
import { useServices } from './services.ts';
import { useRequest } from './useRequest.ts';

/** Requests that answer a file. */
type FileRequest = 'report.write' | 'schema.export';

export interface FileExport<N extends FileRequest> {
  readonly save: (params: Params<N>) => void;
  readonly stop: () => void;
  /** Being written, or waiting in the dialog. */
  readonly busy: boolean;
  /** Name of the file that was saved last. */
  readonly saved: string | null;
  readonly error: InspectorError | Error | undefined;
  readonly progress: Progress | undefined;
}

/** Has the worker write a file and the host save it where the person says. */
export function useFileExport<N extends FileRequest>(name: N): FileExport<N> {
  const { host, passing } = useServices();
  const [wanted, setWanted] = useState<Params<N> | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [failure, setFailure] = useState<Error>();
  const { data, error, progress, stale } = useRequest(name, wanted);
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
      const file: Result<FileRequest> = data;
      host
        .saveFile(file.fileName, file.mimeType, file.text)
        .then((savedAs) => {
          setSaved(savedAs);
          if (savedAs !== null) passing.dispatch({ message: `Saved ${savedAs}.` });
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
