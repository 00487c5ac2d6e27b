/** One file of a folder, of an archive, or of several that were given together. */
export interface SourceFile {
  /** Below the folder or archive, with `/` between its parts. */
  readonly name: string;
  /** Where its bytes lie: in the folder, or in a private copy. */
  readonly path: string;
  readonly bytes: number;
  /** Time of the last change in epoch milliseconds; absent for what came out of an archive. */
  readonly modifiedMs?: number;
}
