import type { ScannedRole, ScannedTimeForm } from '../lines/dialects/dialect.ts';
import type { MemberPath } from '../lines/memberPath.ts';

/**
 * Where a format's table keeps the envelope, so that rows can be read from their bytes. A row that is not as said here is
 * read by the format itself.
 */
export interface RowPlaces {
  /** Columns of text, of whole numbers (revision and position), and of ISO text or NULL (recordedAt). */
  readonly columns: Readonly<Partial<Record<ScannedRole, string>>>;
  /** Whether the key of the scan, a rowid, is the global position. */
  readonly positionIsKey: boolean;
  /** Columns with the only values that let the fast way speak for the row: of integers 0 and 1. */
  readonly usual: Readonly<Record<string, readonly (string | 0n | 1n | null)[]>>;
  /** Makes the schema version of the type and of the text in a column beside it, '' for NULL, where none is recorded. */
  readonly version?: { readonly beside: string; of(type: string, beside: string): string };
  /** Types whose events the format reads itself. */
  readonly parsedTypes?: readonly string[];
  /** What a whole number in the column of times is; none is one where it is not given. */
  readonly timeForm?: ScannedTimeForm;
  /** Whether an event whose cause is itself has none. */
  readonly ownCauseIsNone?: true;
  /** A column with a JSON object, and the members in it that count where no column says anything: the first that is there. */
  readonly json?: {
    readonly column: string;
    readonly mayBeNull: boolean;
    readonly members: Readonly<Partial<Record<ScannedRole, readonly MemberPath[]>>>;
  };
  /** Whether a row without a version of its own may have one in the name of its type. */
  readonly versionInType: boolean;
}
