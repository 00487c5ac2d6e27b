import type { JsonObject } from '../../../../shared/json.ts';
import { parseJson } from '../../../../shared/json.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import { membersOf, memberText, objectText, textAt, withMembers, withoutMember } from '../rawJson.ts';
import { jsonPayload, type LineDialect, type NestedParts } from './dialects/dialect.ts';

/** The object that holds the event, as text: the line itself or its wrapped member. */
function eventText(dialect: LineDialect, line: string): string {
  if (dialect.wrapper === undefined) return line;
  const inner = memberText(line, dialect.wrapper);
  return inner?.startsWith('{') ? inner : line;
}

/**
 * The payload of a line, as written. `parsed` is the line's value where it is at hand; a dialect with rules of its own
 * gets it parsed when it is not.
 */
export function linePayload(dialect: LineDialect, line: string, parsed: JsonObject | null): Payload {
  if (dialect.nested !== undefined) return nestedPayload(dialect, dialect.nested, line);
  const text = eventText(dialect, line);
  const members = membersOf(text);
  if (dialect.payloadKeys.length === 0) {
    const rest = members.filter(({ key }) => !dialect.envelopeKeys.has(key) && !dialect.metadataKeys.includes(key));
    return { kind: 'json', text: objectText(rest.map(({ key, start, end }) => [key, text.slice(start, end)])) };
  }
  let payload: string | undefined;
  for (const key of dialect.payloadKeys) {
    const found = memberText(text, key, members);
    if (found !== undefined && (payload === undefined || payload === 'null')) payload = found;
  }
  payload ??= 'null';
  return dialect.payload?.(payload, parsed ?? (parseJson(line) as JsonObject)) ?? jsonPayload(payload);
}

/** The rest of the envelope as a JSON object: the metadata's own members, then what the line has beside them. */
export function lineMetadata(dialect: LineDialect, line: string): string | null {
  if (dialect.nested !== undefined) return nestedMetadata(dialect, dialect.nested, line);
  const text = eventText(dialect, line);
  const members = membersOf(text);
  const isPayload = (key: string): boolean => dialect.payloadKeys.includes(key) || dialect.payloadKeys.length === 0;
  const further: [string, string][] = [];
  let own: string | null = null;
  for (const { key, start, end } of members) {
    const value = text.slice(start, end);
    if (dialect.metadataKeys.includes(key)) {
      const decoded = jsonPayload(value);
      if (decoded.kind === 'json' && decoded.text.trimStart().startsWith('{')) own = decoded.text;
      else if (value !== 'null') further.push([key, value]);
    } else if (!dialect.envelopeKeys.has(key) && !isPayload(key)) further.push([key, value]);
  }
  if (own === null && further.length === 0) return null;
  return withMembers(own ?? '{}', further);
}

function nestedPayload(dialect: LineDialect, nested: NestedParts, line: string): Payload {
  if (nested.payload === null) return { kind: 'json', text: objectText(besides(dialect, nested, line)) };
  return jsonPayload(textAt(line, nested.payload) ?? 'null');
}

function nestedMetadata(dialect: LineDialect, nested: NestedParts, line: string): string | null {
  const further = nested.payload === null ? [] : besides(dialect, nested, line);
  const value = (nested.metadata && textAt(line, nested.metadata)) ?? 'null';
  const decoded = jsonPayload(value);
  const isObject = decoded.kind === 'json' && decoded.text.trimStart().startsWith('{');
  if (!isObject && value !== 'null') further.push([nested.metadata!.at(-1)!, value]);
  return !isObject && further.length === 0 ? null : withMembers(isObject ? decoded.text : '{}', further);
}

/** What stands in the line beside envelope, payload and metadata. */
function besides(dialect: LineDialect, { payload, metadata, shown }: NestedParts, line: string): [string, string][] {
  return membersOf(line).flatMap(({ key, start, end }): [string, string][] => {
    if (dialect.envelopeKeys.has(key)) return [];
    let value: string | null = line.slice(start, end);
    for (const path of [payload, metadata, ...shown]) {
      if (path?.[0] !== key || value === null) continue;
      value = path.length === 1 ? null : withoutMember(value, path.slice(1));
    }
    return value === null ? [] : [[key, value]];
  });
}
