// Fields of a version as the tree that their paths stand for. Pure.
import type { FieldStats } from '../../../../shared/model/schema.ts';
import { holderPath, nameOf } from '../paths.ts';

export interface FieldNode {
  /** `null` for a payload that is always an object. */
  readonly field: FieldStats | null;
  /** Members by name, in order of their paths; `*` stands under `rest`. */
  readonly members: Map<string, FieldNode>;
  rest: FieldNode | null;
  items: FieldNode | null;
}

const newNode = (field: FieldStats | null): FieldNode => ({ field, members: new Map(), rest: null, items: null });

/** The payload of a version, with all of its fields. */
export function fieldTree(fields: readonly FieldStats[]): FieldNode {
  const nodes = new Map<string, FieldNode>([['', newNode(fields.find(({ path }) => path === '') ?? null)]]);
  // Fields come in the order of their paths: what holds another comes first.
  for (const field of fields) {
    if (field.path === '') continue;
    const holder = nodes.get(holderPath(field.path) ?? '');
    if (!holder) continue;
    const node = newNode(field);
    nodes.set(field.path, node);
    if (field.path.endsWith('[]')) holder.items = node;
    else if (/(?:^|\.)\*$/.test(field.path)) holder.rest = node;
    else holder.members.set(nameOf(field.path), node);
  }
  return nodes.get('')!;
}

/** JSON types of a node: what fields say, and `object` for a payload that says nothing. */
export const typesOf = ({ field, members, rest }: FieldNode): readonly string[] =>
  field?.path === '' && (members.size > 0 || rest !== null) && !field.types.includes('object')
    ? [...field.types, 'object']
    : (field?.types ?? ['object']);

/** Whether every object that could have the field has it. */
export const isRequired = ({ field }: FieldNode): boolean => field !== null && field.present === field.of;
