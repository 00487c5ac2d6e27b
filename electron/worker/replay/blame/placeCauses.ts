import { equalValues } from '../../../../shared/expression/evaluate.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import type { Ordinal } from '../../../../shared/model/event.ts';
import { identityField, identityText, itemKey, memberOf, pointerKeys } from '../../../../shared/statePath.ts';
import type { Difference } from '../diff.ts';

interface Node {
  /** Whether the value here is watched, or the order of the list here. */
  value: boolean;
  order: boolean;
  cause: Ordinal;
  orderCause: Ordinal;
  readonly children: Map<string, Node>;
}

const node = (): Node => ({ value: false, order: false, cause: -1, orderCause: -1, children: new Map() });

/** More children than this are looked up in a map of the list's items instead of one by one. */
const FEW = 4;

/** Which event last changed the value at each of some places known beforehand, or anything inside it. */
export class PlaceCauses {
  readonly #root = node();

  constructor(differences: readonly Difference[]) {
    for (const { place, order } of differences) {
      const at = this.#at(place);
      if (order) at.order = true;
      else at.value = true;
    }
  }

  #at(place: string): Node {
    let at = this.#root;
    for (const key of pointerKeys(place)!) {
      const next = at.children.get(key) ?? node();
      at.children.set(key, next);
      at = next;
    }
    return at;
  }

  /** Notes what an event did. */
  record(before: JsonValue, after: JsonValue, ordinal: Ordinal): void {
    note(this.#root, before, after, ordinal);
  }

  /** The event, or -1 when none changed it. */
  of({ place, order }: Difference): Ordinal {
    const at = this.#at(place);
    return order ? at.orderCause : at.cause;
  }
}

function note(at: Node, before: JsonValue | undefined, after: JsonValue | undefined, ordinal: Ordinal): void {
  if (before === after) return;
  if (at.value && !equalValues(before, after)) at.cause = ordinal;
  if (at.order && identities(before) !== identities(after)) at.orderCause = ordinal;
  if (at.children.size === 0) return;
  const was = members(before, at.children.size);
  const is = members(after, at.children.size);
  for (const [key, child] of at.children) note(child, was(key), is(key), ordinal);
}

function members(value: JsonValue | undefined, wanted: number): (key: string) => JsonValue | undefined {
  const field = Array.isArray(value) && wanted > FEW ? identityField(value) : null;
  if (field === null) return (key) => memberOf(value, key);
  const items = new Map((value as JsonValue[]).map((item) => [itemKey(field, identityText(item, field)!), item]));
  return (key) => items.get(key) ?? memberOf(value, key);
}

/** The identities of a list's items in their order, as one text. */
function identities(value: JsonValue | undefined): string {
  if (!Array.isArray(value)) return '';
  const field = identityField(value);
  return field === null ? '' : value.map((item) => identityText(item, field)).join();
}
