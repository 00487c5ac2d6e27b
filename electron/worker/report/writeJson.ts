// A report as JSON. Pure.
import { type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../shared/json.ts';
import { DEEPEST, deeperThan } from '../../../shared/jsonDepth.ts';
import type { Report } from '../../../shared/model/report.ts';

/** JSON text as a value with every digit; text that is not JSON (a sentence about a payload) or too deep stays text. */
function jsonOf(text: string | null): JsonValue {
  if (text === null) return null;
  if (deeperThan(text, DEEPEST)) return text;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/**
 * The report as one JSON document, ending with a newline. Payloads, states and changed values are JSON values with
 * their digits kept; a payload that is not JSON is a sentence. The same report gives the same bytes.
 */
export function writeJson(report: Report): string {
  const plain = {
    ...report,
    states: report.states.map(({ state, changes, ...rest }) => ({
      ...rest,
      state: jsonOf(state),
      changes: changes.map(({ from, to, ...change }) => ({ ...change, from: jsonOf(from), to: jsonOf(to) })),
    })),
    events: report.events.map(({ payload, ...rest }) => ({ ...rest, payload: jsonOf(payload) })),
  };
  return `${stringifyJson(plain as unknown as JsonObject, 2)}\n`;
}
