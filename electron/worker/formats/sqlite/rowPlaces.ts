import type { ScannedRole } from '../lines/dialect.ts';
import type { MemberPath } from '../lines/memberPath.ts';

/**
 * Where a format's table keeps the envelope, so that rows can be read from their bytes. The global position is the key of
 * the scan, a rowid, unless a column says otherwise. A row that is not as said here is read by the format itself.
 */
export interface RowPlaces {
  /** Columns of text, of whole numbers (revision and position), and of ISO text or NULL (recordedAt). */
  readonly columns: Readonly<Partial<Record<ScannedRole, string>>>;
  /** Columns with the only values that let the fast way speak for the row. */
  readonly usual: Readonly<Record<string, readonly (string | bigint)[]>>;
  /** A column with a JSON object, and the members in it that count where no column says anything: the first that is there. */
  readonly json?: {
    readonly column: string;
    readonly mayBeNull: boolean;
    readonly members: Readonly<Partial<Record<ScannedRole, readonly MemberPath[]>>>;
  };
  /** Whether a row without a version of its own may have one in the name of its type. */
  readonly versionInType: boolean;
}
