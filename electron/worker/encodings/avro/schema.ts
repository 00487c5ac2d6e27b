import { ExactNumber, isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../../shared/json.ts';
import { RuleError } from '../encoding.ts';

// pure. An Avro schema as a tree to walk along the bytes: avro.apache.org/docs/1.12.0/specification. Nothing is made
// into code; a name may stand for a type that is declared before it, also for the one that it is in.

export type AvroType =
  | { readonly kind: 'null' | 'boolean' | 'float' | 'double' | 'string' }
  | { readonly kind: 'int' | 'long'; readonly logical: LogicalNumber | null }
  /** `scale` of a decimal; `null` for bytes that are no number. */
  | { readonly kind: 'bytes'; readonly scale: number | null }
  | { readonly kind: 'fixed'; readonly size: number; readonly scale: number | null }
  | { readonly kind: 'enum'; readonly symbols: readonly string[] }
  | { readonly kind: 'array' | 'map'; readonly of: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | { readonly kind: 'record'; readonly fields: { readonly name: string; readonly type: AvroType }[] };

export type LogicalNumber =
  | 'date'
  | 'time-millis'
  | 'time-micros'
  | 'timestamp-millis'
  | 'timestamp-micros'
  | 'timestamp-nanos';

/** Underlying type -> what it may stand for. A local timestamp is one without a zone: it is shown in the same way. */
const logicalTypes: Readonly<Record<'int' | 'long', ReadonlyMap<string, LogicalNumber>>> = {
  int: new Map([
    ['date', 'date'],
    ['time-millis', 'time-millis'],
  ]),
  long: new Map([
    ['time-micros', 'time-micros'],
    ['timestamp-millis', 'timestamp-millis'],
    ['timestamp-micros', 'timestamp-micros'],
    ['timestamp-nanos', 'timestamp-nanos'],
    ['local-timestamp-millis', 'timestamp-millis'],
    ['local-timestamp-micros', 'timestamp-micros'],
    ['local-timestamp-nanos', 'timestamp-nanos'],
  ]),
};

const MOST_NESTED = 200;

/** The schema in a text. Throws RuleError with what is wrong, and where in the schema. */
export function parseAvroSchema(text: string): AvroType {
  let json: JsonValue;
  try {
    json = parseJson(text);
  } catch (error) {
    throw wrong(`It is no JSON: ${(error as Error).message}.`);
  }
  return new SchemaReader().type(json, { namespace: '', place: 'the schema', depth: 0 });
}

const wrong = (message: string): RuleError => new RuleError('schema', message);

interface Place {
  readonly namespace: string;
  /** For messages: `field amount of Order`. */
  readonly place: string;
  readonly depth: number;
}

class SchemaReader {
  readonly #named = new Map<string, AvroType>();

  type(json: JsonValue | undefined, at: Place): AvroType {
    if (at.depth > MOST_NESTED) throw wrong('It is nested too deeply.');
    if (typeof json === 'string') return this.#byName(json, at);
    if (Array.isArray(json)) {
      if (json.length === 0) throw wrong(`A union at ${at.place} has no branches.`);
      return { kind: 'union', branches: json.map((branch) => this.type(branch, deeper(at))) };
    }
    if (!isJsonObject(json)) throw wrong(`There is no type at ${at.place}.`);
    return this.#complex(json, at);
  }

  #byName(name: string, { namespace, place }: Place): AvroType {
    const plain = primitive(name);
    if (plain !== null) return plain;
    const found = this.#named.get(fullName(name, namespace)) ?? this.#named.get(name);
    if (found === undefined) throw wrong(`At ${place} there is a type "${name}", which is not declared before.`);
    return found;
  }

  #complex(json: JsonObject, at: Place): AvroType {
    const { type } = json;
    if (typeof type !== 'string') return this.type(type, deeper(at));
    switch (type) {
      case 'record':
      case 'error':
        return this.#record(json, at);
      case 'enum':
        return this.#declare(json, at, { kind: 'enum', symbols: namesOf(json.symbols, at) });
      case 'fixed':
        return this.#declare(json, at, { kind: 'fixed', size: sizeOf(json.size, at), scale: scaleOf(json) });
      case 'array':
        return { kind: 'array', of: this.type(json.items, { ...deeper(at), place: `the items of ${at.place}` }) };
      case 'map':
        return { kind: 'map', of: this.type(json.values, { ...deeper(at), place: `the values of ${at.place}` }) };
      case 'bytes':
        return { kind: 'bytes', scale: scaleOf(json) };
      case 'int':
      case 'long':
        return { kind: type, logical: logicalTypes[type].get(String(json.logicalType)) ?? null };
      default:
        return this.#byName(type, at);
    }
  }

  #record(json: JsonObject, at: Place): AvroType {
    const fields: { name: string; type: AvroType }[] = [];
    const name = nameOf(json, at);
    const record = this.#declare(json, at, { kind: 'record', fields });
    if (!Array.isArray(json.fields)) throw wrong(`The record ${name} has no list of fields.`);
    const namespace = namespaceOf(json, at.namespace);
    for (const field of json.fields) {
      if (!isJsonObject(field) || typeof field.name !== 'string') throw wrong(`A field of ${name} has no name.`);
      const place = `field ${field.name} of ${name}`;
      fields.push({ name: field.name, type: this.type(field.type, { namespace, place, depth: at.depth + 1 }) });
    }
    return record;
  }

  #declare(json: JsonObject, at: Place, type: AvroType): AvroType {
    const name = nameOf(json, at);
    const full = name.includes('.') ? name : fullName(name, namespaceOf(json, at.namespace));
    if (this.#named.has(full)) throw wrong(`The type ${full} is declared twice.`);
    this.#named.set(full, type);
    return type;
  }
}

const deeper = (at: Place): Place => ({ ...at, depth: at.depth + 1 });

function primitive(name: string): AvroType | null {
  switch (name) {
    case 'null':
    case 'boolean':
    case 'float':
    case 'double':
    case 'string':
      return { kind: name };
    case 'int':
    case 'long':
      return { kind: name, logical: null };
    case 'bytes':
      return { kind: 'bytes', scale: null };
    default:
      return null;
  }
}

const fullName = (name: string, namespace: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;

function nameOf(json: JsonObject, { place }: Place): string {
  if (typeof json.name === 'string' && json.name !== '') return json.name;
  throw wrong(`A type ${String(json.type)} at ${place} has no name.`);
}

/** The namespace for names inside a type: its own, that in its name, or the one around it. */
function namespaceOf(json: JsonObject, around: string): string {
  const name = String(json.name);
  if (name.includes('.')) return name.slice(0, name.lastIndexOf('.'));
  return typeof json.namespace === 'string' ? json.namespace : around;
}

function namesOf(json: JsonValue | undefined, { place }: Place): string[] {
  if (Array.isArray(json) && json.every((name) => typeof name === 'string')) return json;
  throw wrong(`An enum at ${place} has no list of symbols.`);
}

function sizeOf(json: JsonValue | undefined, { place }: Place): number {
  if (typeof json === 'number' && Number.isSafeInteger(json) && json >= 0) return json;
  throw wrong(`A fixed type at ${place} has no size.`);
}

/** The digits behind the point of a decimal; `null` for what is none, or not rightly said. */
function scaleOf({ logicalType, scale = 0 }: JsonObject): number | null {
  if (logicalType !== 'decimal' || scale instanceof ExactNumber) return null;
  return typeof scale === 'number' && Number.isInteger(scale) && scale >= 0 && scale <= 1000 ? scale : null;
}
