import { compileExpression } from '../../../shared/expression/evaluate.ts';
import type { InspectorError } from '../../../shared/protocol/errors.ts';
import { asInspectorError } from '../../data/asInspectorError.ts';

/** Why a text is no expression; `null` when it is one. Pure. */
export function expressionError(text: string): InspectorError | null {
  try {
    compileExpression(text);
    return null;
  } catch (error) {
    return asInspectorError(error);
  }
}
