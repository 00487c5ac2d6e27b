import { combineDecimals, compareDecimals } from '../decimals.ts';
import { ExactNumber, fitsDouble, isJsonObject, type JsonValue } from '../json.ts';
import { memberOf } from '../statePath.ts';
import { type Arithmetic, type Comparison, type Expression, parseExpression } from './parse.ts';
import { expressionError } from './tokens.ts';

/** What an expression gives; `undefined` for a path that leads nowhere, and for arithmetic on what is no number. */
export type Result = JsonValue | undefined;

const LONGEST = 2000;

/**
 * An expression as a function of a state; it never throws. Numbers are compared, added and multiplied by all their
 * digits; divided as doubles. Values of different kinds are not equal, and neither less nor greater. Throws
 * `bad-query` with the place for text that is no expression.
 */
export function compileExpression(text: string): (state: JsonValue) => Result {
  if (text.length > LONGEST) {
    const advice = 'Write it shorter: a projection may compute what is compared.';
    expressionError(`It is longer than ${LONGEST} characters.`, { from: LONGEST, to: text.length }, advice);
  }
  const expression = parseExpression(text);
  return (state) => evaluate(expression, state);
}

/** As `compileExpression`, for conditions: whether what it gives is true. */
export function compileCondition(text: string): (state: JsonValue) => boolean {
  const value = compileExpression(text);
  return (state) => holds(value(state));
}

/** Missing, null, false, 0 and the empty text do not hold; everything else does. */
const holds = (value: Result): boolean => Boolean(value);

function evaluate(expression: Expression, state: JsonValue): Result {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'number':
      return numberOf(expression.text);
    case 'path':
      return follow(expression.keys, state);
    case 'not':
      return !holds(evaluate(expression.of, state));
    case 'negative':
      return arithmetic(0, '-', evaluate(expression.of, state));
    case 'and':
      return holds(evaluate(expression.left, state)) && holds(evaluate(expression.right, state));
    case 'or':
      return holds(evaluate(expression.left, state)) || holds(evaluate(expression.right, state));
    case 'compare':
      return compare(evaluate(expression.left, state), expression.sign, evaluate(expression.right, state));
    case 'arithmetic':
      return arithmetic(evaluate(expression.left, state), expression.sign, evaluate(expression.right, state));
  }
}

const numberOf = (text: string): number | ExactNumber => (fitsDouble(text) ? Number(text) : new ExactNumber(text));

/** `length` of lists and texts is how many items or characters they have; of an object it is its own field. */
function follow(keys: readonly (string | number)[], state: JsonValue): Result {
  let at: Result = state;
  for (const key of keys) {
    if (Array.isArray(at)) at = key === 'length' ? at.length : memberOf(at, String(key));
    else if (typeof at === 'string') at = key === 'length' ? at.length : undefined;
    else if (isJsonObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

type Numeric = number | ExactNumber;
const isNumeric = (value: Result): value is Numeric => typeof value === 'number' || value instanceof ExactNumber;
const digitsOf = (value: Numeric): string => (value instanceof ExactNumber ? value.text : String(value));

/** Negative, 0 or positive; `null` for what has no order. Texts go by their code units. */
export function orderOf(left: Result, right: Result): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (isNumeric(left) && isNumeric(right)) return compareDecimals(digitsOf(left), digitsOf(right));
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return null;
}

function compare(left: Result, sign: Comparison, right: Result): boolean {
  if (sign === '==') return equalValues(left, right);
  if (sign === '!=') return !equalValues(left, right);
  const order = orderOf(left, right);
  if (order === null) return false;
  if (sign === '<') return order < 0;
  if (sign === '<=') return order <= 0;
  return sign === '>' ? order > 0 : order >= 0;
}

/** Equal in kind and value, whatever the order of the keys; numbers by all their digits. */
export function equalValues(left: Result, right: Result): boolean {
  if (left === right) return true;
  if (isNumeric(left) && isNumeric(right)) return orderOf(left, right) === 0;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => equalValues(item, right[i]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equalValues(left[key], right[key]))
  );
}

function arithmetic(left: Result, sign: Arithmetic, right: Result): Result {
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  const quick = typeof left === 'number' && typeof right === 'number' ? asDoubles(left, sign, right) : undefined;
  if (sign === '/' || sign === '%') return quick ?? asDoubles(Number(digitsOf(left)), sign, Number(digitsOf(right)));
  if (quick !== undefined && Number.isInteger(left) && Number.isInteger(right) && Number.isSafeInteger(quick)) {
    return quick;
  }
  const exact = combineDecimals(digitsOf(left), sign, digitsOf(right));
  return exact === null ? asDoubles(Number(digitsOf(left)), sign, Number(digitsOf(right))) : numberOf(exact);
}

/** `undefined` where the result is no number of JSON. Zero has no sign. */
function asDoubles(left: number, sign: Arithmetic, right: number): number | undefined {
  let result: number;
  if (sign === '+') result = left + right;
  else if (sign === '-') result = left - right;
  else if (sign === '*') result = left * right;
  else result = sign === '/' ? left / right : left % right;
  return Number.isFinite(result) ? result + 0 : undefined;
}
