import { InspectorError } from '../../shared/protocol/errors.ts';

/** Anything thrown, as an error with a code. What has none is a fault of ours. */
export const asInspectorError = (error: unknown): InspectorError =>
  error instanceof InspectorError
    ? error
    : new InspectorError('internal', error instanceof Error ? error.message : String(error));
