import { plural } from '../../../../shared/format.ts';
import type { Vocabulary, VocabularyType } from '../../../../shared/model/schema.ts';
import type { CodeCompletions } from '../../../widgets/createCodeEditor.ts';

// What can stand at the cursor of a projection: types, fields of their payloads, and the fields of an event. Pure.

const deciderFields = [
  'type',
  'data',
  'metadata',
  'streamId',
  'streamRevision',
  'globalPosition',
  'recordedAt',
  'schemaVersion',
  'eventId',
];
const kurrentFields = ['eventType', 'data', 'body', 'metadata', 'streamId', 'sequenceNumber', 'eventId', 'partition'];

const words = [
  'export const initialState = ',
  'export const evolve = ',
  'export const partitionBy = ',
  'export const upcasters = ',
  'fromAll()',
  'fromCategory',
  'fromStream',
  'foreachStream()',
  'partitionBy',
  'when',
  '$init',
  '$any',
  '$deleted',
  'console.log',
];

/**
 * What may follow a text that ends at the cursor. Inside quotes, types; behind `event.data.`, the fields of the type
 * whose `case`, comparison or handler stands before it, of every type where none does. `null` where nothing is known.
 */
export function completionsFor(before: string, vocabulary: Vocabulary): CodeCompletions | null {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const text = /(['"`])([^'"`]*)$/.exec(line);
  if (text && isOpen(line)) return types(vocabulary, text[2]!.length);
  const path = /\b(?:data|body)((?:\??\.[\w$]+)*)\??\.([\w$]*)$/.exec(line);
  if (path) {
    const inner = path[1]!.split(/\??\./).filter((name) => name !== '');
    return fields(typesInReach(before, vocabulary), inner, path[2]!.length);
  }
  const member = /\b(?:event|e)\??\.([\w$]*)$/.exec(line);
  if (member) {
    const names = /\bfrom(?:All|Categor|Stream)/.test(before) ? kurrentFields : deciderFields;
    return { replaces: member[1]!.length, options: names.map((label) => ({ label })) };
  }
  const isWhen = /\.when\(\s*\{/.test(before) && /^\s*[\w$]*$/.test(line);
  const word = /[\w$]*$/.exec(line)![0];
  if (isWhen) return { ...types(vocabulary, word.length, true), replaces: word.length };
  if (word === '') return null;
  return { replaces: word.length, options: words.map((label) => ({ label })) };
}

/** Whether the last quote of a line opens a text. */
function isOpen(line: string): boolean {
  let open: string | null = null;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (character === '\\') i++;
    else if (open === null && /['"`]/.test(character)) open = character;
    else if (character === open) open = null;
  }
  return open !== null;
}

const types = ({ types: all }: Vocabulary, replaces: number, asNames = false): CodeCompletions => ({
  replaces,
  options: all
    .filter(({ type }) => !asNames || /^[A-Za-z_$][\w$]*$/.test(type))
    .map(({ type, events }) => ({ label: type, detail: plural(events, 'event') })),
});

/** The type that a `case`, a comparison or a handler names last before the cursor; all of them where none does. */
function typesInReach(before: string, { types: all }: Vocabulary): readonly VocabularyType[] {
  const byName = new Map(all.map((type) => [type.type, type]));
  const named = [...before.matchAll(/(?:case|===?)\s*(['"`])([^'"`]+)\1|^\s*(?:(['"])([^'"]+)\3|([\w$]+))\s*[:(]/gm)]
    .map((match) => byName.get((match[2] ?? match[4] ?? match[5])!))
    .filter((type) => type !== undefined);
  const last = named.at(-1);
  return last ? [last] : all;
}

function fields(of: readonly VocabularyType[], inner: readonly string[], replaces: number): CodeCompletions {
  const found = new Map<string, Set<string>>();
  for (const { fields: all } of of) {
    for (const { path, types: kinds } of all) {
      if (path.length !== inner.length + 1 || inner.some((name, i) => path[i] !== name)) continue;
      const name = path.at(-1)!;
      found.set(name, new Set([...(found.get(name) ?? []), ...kinds]));
    }
  }
  return { replaces, options: [...found].map(([label, kinds]) => ({ label, detail: [...kinds].sort().join(' or ') })) };
}
