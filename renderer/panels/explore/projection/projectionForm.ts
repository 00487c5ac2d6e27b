import type { Vocabulary, VocabularyType } from '../../../../shared/model/schema.ts';

// What the form holds, and the code it writes. Pure.

/** What an event of a type does to a value of the state. */
export type Operation = 'count' | 'add' | 'subtract' | 'take' | 'put' | 'collect' | 'merge';

export interface Rule {
  readonly type: string;
  readonly operation: Operation;
  /** The value of the state; not used by `merge`, which takes every field of the payload. */
  readonly name: string;
  /** Field of the payload, dotted, for `add`, `subtract`, `take` and `collect`; the text for `put`. */
  readonly from: string;
}

export interface ProjectionForm {
  /** A state per stream, per value of a field, or one for all events. */
  readonly states: 'stream' | 'field' | 'single';
  /** Dotted field of the payload where there is a state per value of it. */
  readonly field: string;
  readonly rules: readonly Rule[];
}

export const operations: readonly { readonly value: Operation; readonly title: string }[] = [
  { value: 'count', title: 'counts in' },
  { value: 'add', title: 'adds to' },
  { value: 'subtract', title: 'subtracts from' },
  { value: 'take', title: 'sets' },
  { value: 'put', title: 'sets to the text' },
  { value: 'collect', title: 'is collected in' },
  { value: 'merge', title: 'sets all its fields' },
];

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
const keyOf = (name: string): string => (isName(name) ? name : quoted(name));
const memberOf = (name: string, optional = false): string =>
  isName(name) ? `${optional ? '?.' : '.'}${name}` : `${optional ? '?.' : ''}[${quoted(name)}]`;

/** `event.data.customer?.name`: only the payload itself is sure to be there. */
const access = (field: string): string =>
  `event.data${field
    .split('.')
    .map((name, i) => memberOf(name, i > 0))
    .join('')}`;

const initialOf = (operation: Operation): string =>
  operation === 'collect' ? '[]' : operation === 'take' || operation === 'put' ? 'null' : '0';

function change({ operation, name, from }: Rule): string {
  const state = `state${memberOf(name)}`;
  switch (operation) {
    case 'count':
      return `${keyOf(name)}: ${state} + 1`;
    case 'add':
      return `${keyOf(name)}: ${state} + Number(${access(from)} ?? 0)`;
    case 'subtract':
      return `${keyOf(name)}: ${state} - Number(${access(from)} ?? 0)`;
    case 'take':
      return `${keyOf(name)}: ${access(from)} ?? null`;
    case 'put':
      return `${keyOf(name)}: ${quoted(from)}`;
    case 'collect':
      return `${keyOf(name)}: [...${state}, ${access(from)} ?? null]`;
    case 'merge':
      return '...event.data';
  }
}

/** What is missing in a form, as a sentence; `null` when code can be written. */
export function formProblem({ states, field, rules }: ProjectionForm): string | null {
  if (rules.length === 0) return 'Add a rule: what does an event do to the state?';
  if (states === 'field' && field === '') return 'Choose the field that says which state an event belongs to.';
  for (const [i, { type, operation, name, from }] of rules.entries()) {
    if (type === '') return `Rule ${i + 1} names no event type.`;
    if (operation !== 'merge' && name.trim() === '') return `Rule ${i + 1} names no value of the state.`;
    if (['add', 'subtract', 'take', 'collect'].includes(operation) && from === '')
      return `Rule ${i + 1} names no field.`;
  }
  return null;
}

/** The projection that a form describes, as the text of a file. */
export function codeOf({ states, field, rules }: ProjectionForm): string {
  const initial = new Map<string, string>();
  for (const { operation, name } of rules) if (operation !== 'merge') initial.set(name, initialOf(operation));
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) byType.set(rule.type, [...(byType.get(rule.type) ?? []), rule]);
  const cases = [...byType].flatMap(([type, of]) => [
    `    case ${quoted(type)}:`,
    `      return { ...state, ${of.map(change).join(', ')} };`,
  ]);
  const members = [...initial].map(([name, value]) => `${keyOf(name)}: ${value}`);
  return [
    `// ${titles[states]}`,
    ...(states === 'field' ? [`export const partitionBy = (event) => ${access(field)} ?? null;`, ''] : []),
    ...(states === 'single' ? ["export const partitionBy = () => 'all';", ''] : []),
    `export const initialState = () => (${members.length === 0 ? '{}' : `{ ${members.join(', ')} }`});`,
    '',
    'export const evolve = (state, event) => {',
    '  switch (event.type) {',
    ...cases,
    '    default:',
    '      return state;',
    '  }',
    '};',
    '',
  ].join('\n');
}

const titles = {
  stream: 'One state per stream.',
  field: 'One state per value of a field.',
  single: 'One state over all events.',
} as const;

/** The dotted fields of a type that hold what is asked for: numbers, values, or anything. */
export function fieldsOf(type: VocabularyType | undefined, kind: 'number' | 'any'): string[] {
  return (type?.fields ?? [])
    .filter(({ types }) => kind === 'any' || types.includes('number'))
    .filter(({ path }) => path.every((name) => name !== '' && !name.includes('.')))
    .map(({ path }) => path.join('.'));
}

export const typeOf = ({ types }: Vocabulary, name: string): VocabularyType | undefined =>
  types.find(({ type }) => type === name);
