import { objectText } from '../rawJson.ts';

// JSON text made of pieces that are JSON text already, so that digits stay as they were written.

export type NamedText = readonly [name: string, json: string];

const wholeNumber = /^-?(0|[1-9]\d*)$/;
const anyNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** An object of the members; the values of a name that is there several times become a list. */
export function groupedObject(members: readonly NamedText[]): string {
  const byName = new Map<string, string[]>();
  for (const [name, json] of members) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [json]);
    else values.push(json);
  }
  return objectText([...byName].map(([name, values]) => [name, values.length === 1 ? values[0]! : listText(values)]));
}

export const listText = (values: readonly string[]): string => `[${values.join(',')}]`;

export type TextKind = 'text' | 'integer' | 'number' | 'boolean';

/** The JSON text of a value that is written as `text`; `null` when it is not of that kind. */
export function typedText(kind: TextKind, text: string): string | null {
  const trimmed = text.trim();
  switch (kind) {
    case 'text':
      return JSON.stringify(text);
    case 'boolean':
      return /^(true|false)$/i.test(trimmed) ? trimmed.toLowerCase() : null;
    default:
      return (kind === 'integer' ? wholeNumber : anyNumber).test(trimmed) ? trimmed : null;
  }
}
