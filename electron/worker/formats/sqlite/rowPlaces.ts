import type { MemberPath } from '../lines/memberPlan.ts';

/**
 * Where a format's table keeps the envelope, so that rows can be read from their bytes. The key of the scan, a rowid, is
 * the global position. A row that is not as said here is read by the format itself.
 */
export interface RowPlaces {
  /** Columns of text. */
  readonly stream: string;
  readonly type: string;
  /** Column of whole numbers. */
  readonly revision: string;
  readonly eventId?: string;
  /** Column of ISO text or NULL. */
  readonly recordedAt?: string;
  /** Columns with the only values that let the fast way speak for the row. */
  readonly usual: Readonly<Record<string, readonly (string | bigint)[]>>;
  /** A column with a JSON object, and the members in it: the first that is there counts. */
  readonly json: {
    readonly column: string;
    readonly schemaVersion: readonly MemberPath[];
    readonly correlationId: readonly MemberPath[];
    readonly causationId: readonly MemberPath[];
    /** Where no column holds the time. */
    readonly recordedAt: readonly MemberPath[];
    /** Whether a row without a version of its own may have one in the name of its type. */
    readonly versionInType: boolean;
  };
}
