import { ByteReader, utf8 } from '../byteReader.ts';
import { base64, bytesText, doubleText, floatText, mapText, stringText } from '../jsonText.ts';
import type { ProtoField, ProtoMessage, ProtoSchema } from './schema.ts';
import { isWellKnown, wellKnownText, wrappedKind } from './wellKnown.ts';
import { floatOf, packedFixed, packedVarints, type WireValue, wireFields } from './wire.ts';

// pure. A message as JSON text, the way Protobuf's own mapping names things; digits of 64 bits are numbers, bytes are
// `{"base64":"…"}`. A field that the message does not have stands at the end as `#number`. Nothing is made into code.

/** Makes text of messages; one for each payload, since it counts what it makes. */
export class MessageText {
  readonly #schema: ProtoSchema;
  /** Only counts: depth, values and length. */
  readonly #limits: ByteReader;

  constructor(schema: ProtoSchema, bytes: Uint8Array) {
    this.#schema = schema;
    this.#limits = new ByteReader(bytes);
  }

  /** Of the message called `name`. Throws EncodingError. */
  of(name: string, bytes: Uint8Array): string {
    this.#limits.enter();
    const text = this.#limits.made(this.#textOf(name, bytes));
    this.#limits.leave();
    return text;
  }

  #textOf(name: string, bytes: Uint8Array): string {
    const inner = (type: string, of: Uint8Array): string => this.of(type, of);
    if (isWellKnown(name)) return wellKnownText(name, bytes, { inner, has: (type) => this.#schema.messages.has(type) });
    const wrapped = wrappedKind(name);
    if (wrapped !== null) {
      const field = { number: 1, name: 'value', kind: wrapped, type: '', isRepeated: false, isImplicit: true };
      return this.#fieldText(field, wireFields(bytes).get(1) ?? []) ?? 'null';
    }
    const message = this.#schema.messages.get(name);
    if (message === undefined) return this.#limits.fail(`the schema has no message ${name}`);
    const found = wireFields(bytes);
    const members: [string, string][] = [];
    for (const field of message.fields) {
      const values = found.get(field.number);
      found.delete(field.number);
      const text = this.#fieldText(field, values ?? []);
      if (text !== null) members.push([JSON.stringify(field.name), text]);
    }
    for (const [number, values] of found) members.push([`"#${number}"`, unknownText(values)]);
    return mapText(members);
  }

  /** `null` for a field that is absent. */
  #fieldText(field: ProtoField, values: readonly WireValue[]): string | null {
    const entry = field.isRepeated ? this.#schema.messages.get(field.type) : undefined;
    if (entry?.isEntry) return this.#entriesText(entry, values);
    if (field.isRepeated) return `[${this.#valueTexts(field, values).join(',')}]`;
    if (values.length === 0) return field.isImplicit ? this.#defaultText(field) : null;
    if (field.kind !== 'message' && field.kind !== 'group') return this.#valueTexts(field, values).at(-1) ?? null;
    // A message in pieces is their merge, which is what their bytes one behind the other say.
    const pieces = values.map((value) => this.#bytesOf(field, value));
    return this.of(field.type, pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
  }

  /** Keys of a map are texts, as in Protobuf's JSON; of two with one key the last counts. */
  #entriesText({ fields }: ProtoMessage, values: readonly WireValue[]): string {
    const [key, value] = fields;
    const entries = new Map<string, string>();
    for (const one of values) {
      if (one.wire !== 'bytes') return this.#limits.fail('the entry of a map is no message');
      this.#limits.enter();
      const found = wireFields(one.bytes);
      const name = this.#valueTexts(key!, found.get(1) ?? []).at(-1) ?? this.#defaultText(key!);
      const text = this.#fieldText({ ...value!, isImplicit: value!.kind !== 'message' }, found.get(2) ?? []);
      entries.set(name.startsWith('"') ? name : `"${name}"`, text ?? this.of(value!.type, new Uint8Array()));
      this.#limits.leave();
    }
    return `{${[...entries].map(([name, text]) => `${name}:${text}`).join(',')}}`;
  }

  #bytesOf({ number }: ProtoField, value: WireValue): Uint8Array {
    return 'bytes' in value ? value.bytes : this.#limits.fail(`field ${number} is a number, and no message`);
  }

  #valueTexts(field: ProtoField, values: readonly WireValue[]): string[] {
    return values.flatMap((value) => {
      switch (field.kind) {
        case 'message':
        case 'group':
          return [this.of(field.type, this.#bytesOf(field, value))];
        case 'string':
          return [stringText(this.#bytesOf(field, value))];
        case 'bytes':
          return [bytesText(this.#bytesOf(field, value))];
        default:
          return this.#numbersOf(field, value).map((number) => this.#numberText(field, number));
      }
    });
  }

  /** One number, or those that are packed into bytes. */
  #numbersOf({ kind, number: field }: ProtoField, value: WireValue): readonly bigint[] {
    const wire = wireOf(kind);
    if (value.wire === wire) return [value.number];
    if (value.wire !== 'bytes') return this.#limits.fail(`field ${field} is not of the type ${kind}`);
    return wire === 'varint' ? packedVarints(value.bytes) : packedFixed(value.bytes, wire === 'fixed64' ? 8 : 4);
  }

  #numberText({ kind, type }: ProtoField, number: bigint): string {
    switch (kind) {
      case 'int32':
      case 'int64':
      case 'sfixed64':
        return String(BigInt.asIntN(64, number));
      case 'sfixed32':
        return String(BigInt.asIntN(32, number));
      case 'sint32':
      case 'sint64':
        return String((number >> 1n) ^ -(number & 1n));
      case 'bool':
        return number === 0n ? 'false' : 'true';
      case 'double':
        return doubleText(floatOf(number, 8));
      case 'float':
        return floatText(floatOf(number, 4));
      case 'enum': {
        const signed = BigInt.asIntN(64, number);
        const name = this.#schema.enums.get(type)?.get(Number(signed));
        return name === undefined ? String(signed) : JSON.stringify(name);
      }
      default:
        return String(number);
    }
  }

  #defaultText(field: ProtoField): string {
    if (field.kind === 'string') return '""';
    if (field.kind === 'bytes') return '{"base64":""}';
    return this.#numberText(field, 0n);
  }
}

function wireOf(kind: ProtoField['kind']): 'varint' | 'fixed64' | 'fixed32' {
  if (kind === 'double' || kind === 'fixed64' || kind === 'sfixed64') return 'fixed64';
  return kind === 'float' || kind === 'fixed32' || kind === 'sfixed32' ? 'fixed32' : 'varint';
}

/** Values of a field that the schema does not have: numbers as they stand, text as text, other bytes as bytes. */
function unknownText(values: readonly WireValue[]): string {
  const texts = values.map((value) => {
    if (!('bytes' in value)) return String(value.number);
    const text = value.wire === 'bytes' ? utf8(value.bytes) : null;
    return text !== null && !/\p{Cc}/u.test(text) ? JSON.stringify(text) : `{"base64":"${base64(value.bytes)}"}`;
  });
  return texts.length === 1 ? texts[0]! : `[${texts.join(',')}]`;
}
