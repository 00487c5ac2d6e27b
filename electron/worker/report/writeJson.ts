// A report as JSON. Pure.
import { type JsonObject, stringifyJson } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { Report } from '../../../shared/model/report.ts';

/**
 * The report as one JSON document, ending with a newline. Payloads, states and changed values are JSON values with
 * their digits kept; a payload that is not JSON is a sentence. The same report gives the same bytes.
 */
export function writeJson(report: Report): string {
  const plain = {
    ...report,
    states: report.states.map(({ state, changes, ...rest }) => ({
      ...rest,
      state: printableJson(state),
      changes: changes.map(({ from, to, ...change }) => ({
        ...change,
        from: printableJson(from),
        to: printableJson(to),
      })),
    })),
    events: report.events.map(({ payload, ...rest }) => ({ ...rest, payload: printableJson(payload) })),
  };
  return `${stringifyJson(plain as unknown as JsonObject, 2)}\n`;
}
