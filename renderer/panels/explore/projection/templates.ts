import type { Vocabulary, VocabularyType } from '../../../../shared/model/schema.ts';
import { fieldsOf, type ProjectionForm, type Rule } from './projectionForm.ts';

// Projections to begin with, filled in with the types and fields of the store. Pure.

export type TemplateId = 'count' | 'sum' | 'latest' | 'status' | 'inventory' | 'balance';

export const templates: readonly { readonly id: TemplateId; readonly title: string }[] = [
  { id: 'count', title: 'Count' },
  { id: 'sum', title: 'Sum' },
  { id: 'latest', title: 'Latest values' },
  { id: 'status', title: 'Status machine' },
  { id: 'inventory', title: 'Inventory' },
  { id: 'balance', title: 'Balance' },
];

/** Rules that a template writes at most: more are quicker written than read. */
const MOST = 10;

/** `clinic.wards:Patient.Admitted` → `Admitted`. */
const shortName = (type: string): string => /[^.:\\/#+$]*$/.exec(type)![0] || type;

const words = (type: string): string[] =>
  shortName(type)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

/** `OrderShipped` → `orderShipped`. */
function valueName(type: string): string {
  const [first = 'events', ...rest] = words(type);
  const name = [first, ...rest.map((word) => word[0]!.toUpperCase() + word.slice(1))].join('');
  return /^[a-z_$][\w$]*$/i.test(name) ? name : 'events';
}

/** `OrderShipped` → `shipped`: what is left when the thing it happened to is taken away. */
function statusOf(type: string): string {
  const all = words(type);
  return (all.length > 1 ? all.slice(1) : all).join(' ') || type;
}

const up = /deposit|receiv|credit|add|open|increas|restock|return|releas|income|purchas|paid|charg/i;
const down = /withdr|reserv|debit|remov|decreas|pick|ship|sold|sent|spent|refund|paidout|consum/i;

/** The numeric field that is most likely meant, or the first one; `undefined` where there is none. */
function numberField(type: VocabularyType, likely: RegExp): string | undefined {
  const fields = fieldsOf(type, 'number');
  return fields.find((field) => likely.test(field)) ?? fields[0];
}

const amounts = /amount|total|sum|price|value|fare/i;
const quantities = /quantity|qty|count|units|pieces|amount/i;

function addsAndSubtracts({ types }: Vocabulary, name: string, likely: RegExp): Rule[] {
  const rules = types.flatMap((type): Rule[] => {
    const from = fieldsOf(type, 'number').find((field) => likely.test(field));
    const operation = down.test(shortName(type.type)) ? 'subtract' : up.test(shortName(type.type)) ? 'add' : null;
    return from === undefined || operation === null ? [] : [{ type: type.type, operation, name, from }];
  });
  return rules.slice(0, MOST);
}

function rulesOf(id: TemplateId, vocabulary: Vocabulary): Rule[] {
  const types = vocabulary.types.slice(0, MOST);
  switch (id) {
    case 'count':
      return types.map(({ type }) => ({ type, operation: 'count', name: valueName(type), from: '' }));
    case 'latest':
      return types.map(({ type }) => ({ type, operation: 'merge', name: '', from: '' }));
    case 'status':
      return types.map(({ type }) => ({ type, operation: 'put', name: 'status', from: statusOf(type) }));
    case 'sum': {
      const measured = vocabulary.types.filter((type) => fieldsOf(type, 'number').length > 0);
      const type = measured.find((one) => fieldsOf(one, 'number').some((field) => amounts.test(field))) ?? measured[0];
      const from = type && numberField(type, amounts);
      return type && from !== undefined ? [{ type: type.type, operation: 'add', name: 'total', from }] : [];
    }
    case 'inventory':
      return addsAndSubtracts(vocabulary, 'onHand', quantities);
    case 'balance':
      return addsAndSubtracts(vocabulary, 'balance', amounts);
  }
}

/**
 * A template with the names of the store in it; `null` where the store has nothing that it could be about: no number in
 * a payload, or no type that sounds like more or less of something.
 */
export function templateForm(id: TemplateId, vocabulary: Vocabulary): ProjectionForm | null {
  const rules = rulesOf(id, vocabulary);
  return rules.length === 0 ? null : { states: 'stream', field: '', rules };
}
