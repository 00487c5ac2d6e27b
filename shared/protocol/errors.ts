import type { FieldError } from '../model/mapping.ts';
import type { FormatRejection } from '../model/store.ts';

/** The closed list. Code branches on these and on nothing else; words are for people. */
export const errorCodes = [
  'cancelled', // overtaken or stopped by the person; never shown as an error
  'not-found', // no such file, stream, event or projection
  'not-a-store', // no format recognises the content
  'unreadable', // recognised, but nothing can be read
  'not-allowed', // outside what the host may open
  'bad-query', // a query that does not parse; data holds the place
  'bad-point', // a point that does not exist in this log
  'bad-mapping', // a mapping that is none, or does not fit the store; data holds the fields
  'bad-projection', // projection code that does not load
  'bad-request', // parameters of a request or of the command line
  'limit-exceeded', // time, memory or size limit
  'not-open', // a request before a store is open, or after it was closed
  'worker-lost', // the worker process ended
  'internal', // a fault of ours
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorData {
  /** Character range of a syntax error, from 0, end exclusive. */
  readonly from?: number;
  readonly to?: number;
  /** Line and column of an error in projection code, from 1. */
  readonly line?: number;
  readonly column?: number;
  /** Formats tried, with `not-a-store`. */
  readonly rejections?: readonly FormatRejection[];
  /** What is wrong with a mapping, with `bad-mapping`. */
  readonly fields?: readonly FieldError[];
  /** Files of which one can be opened, with `not-a-store` of a folder or archive that holds several. */
  readonly files?: readonly string[];
  /** What the person can do about it. */
  readonly advice?: string;
}

/** An error as data: the shape that crosses every port. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly data?: ErrorData;
}

/** Thrown on either side of a port. `message` is a sentence for a person. */
export class InspectorError extends Error {
  readonly code: ErrorCode;
  readonly data: ErrorData | undefined;

  constructor(code: ErrorCode, message: string, data?: ErrorData, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'InspectorError';
    this.code = code;
    this.data = data;
  }
}

/** Anything thrown, as data. Unknown errors become `internal` and keep their message, never their stack. */
export function toWire(error: unknown): WireError {
  if (error instanceof InspectorError) {
    return error.data === undefined
      ? { code: error.code, message: error.message }
      : { code: error.code, message: error.message, data: error.data };
  }
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

export const fromWire = (wire: WireError): InspectorError => new InspectorError(wire.code, wire.message, wire.data);
