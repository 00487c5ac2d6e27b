import type { DryRun } from '../../../../shared/model/state.ts';
import type { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { CodeProblem } from '../../../widgets/createCodeEditor.ts';

/** Something wrong with the code: where it does not load, or the event at which it throws. */
export interface DraftProblem extends CodeProblem {
  /** `null` where it does not even load. */
  readonly ordinal: number | null;
}

/** What is wrong with code of which this became. Columns are those of JavaScript: in TypeScript the line is marked. Pure. */
export function problemsOf(
  run: DryRun | undefined,
  error: InspectorError | undefined,
  typescript: boolean,
): DraftProblem[] {
  if (error) {
    const { line, column } = error.data ?? {};
    return [{ message: withoutPlace(error.message), ordinal: null, ...place(line, column, false) }];
  }
  const failure = run?.state.failure;
  if (!failure) return [];
  const { line, column, message, ordinal } = failure;
  return [{ message: withoutPlace(message), ordinal, ...place(line, column, typescript) }];
}

/** What is shown beside its line need not name it again, nor the file. */
const withoutPlace = (message: string): string =>
  message.replace(/^\S+ does not load(?: \(line [^)]*\))?: /, '').replace(/ \(line \d+\)$/, '');

const place = (line: number | undefined, column: number | undefined, lineOnly: boolean): Partial<CodeProblem> => ({
  ...(line !== undefined && { line }),
  ...(column !== undefined && !lineOnly && { column }),
});
