import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, jsonOf, problemOf, read, textOf } from './decode.ts';

const as = (schema: unknown) => ({ encoding: 'avro', schema: JSON.stringify(schema) }) as const;

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'count', type: 'int' },
    { name: 'price', type: 'double' },
    { name: 'weight', type: ['null', 'float'], default: null },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['open', 'paid'] } },
    { name: 'before', type: { type: 'array', items: 'State' } },
    { name: 'tags', type: { type: 'map', values: 'boolean' } },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 2 } },
    { name: 'raw', type: 'bytes' },
    { name: 'parent', type: ['null', 'Order'], default: null },
  ],
};
const type = avsc.Type.forSchema(order as avsc.Schema);

const plainOrder = fc.record({
  id: fc.string(),
  count: fc.integer(),
  price: fc.double({ noNaN: true, noDefaultInfinity: true }),
  weight: fc.option(fc.float({ noNaN: true, noDefaultInfinity: true })),
  state: fc.constantFrom('open', 'paid'),
  before: fc.array(fc.constantFrom('open', 'paid')),
  tags: fc.dictionary(fc.string(), fc.boolean()),
  hash: fc.uint8Array({ minLength: 2, maxLength: 2 }).map((bytes) => Buffer.from(bytes)),
  raw: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
});

interface Shown {
  readonly weight: number | null;
  readonly hash: { readonly base64: string };
  readonly raw: { readonly base64: string };
  readonly parent: Shown | null;
}

describe('Avro', () => {
  it('gives back every record that avsc wrote', () => {
    fc.assert(
      fc.property(plainOrder, fc.option(plainOrder), (outer, inner) => {
        const wrapped = (one: typeof outer, parent: unknown) => ({ ...one, parent });
        const unionOf = type.toBuffer(wrapped(outer, inner === null ? null : wrapped(inner, null)));
        const shown = jsonOf({ ...as(order), header: 'none' }, unionOf) as unknown as Shown;
        const plain = (one: Shown | null): unknown =>
          one && {
            ...one,
            weight: one.weight === null ? null : Math.fround(one.weight),
            hash: Buffer.from(one.hash.base64, 'base64'),
            raw: Buffer.from(one.raw.base64, 'base64'),
            parent: plain(one.parent),
          };
        expect(plain(shown)).toEqual(wrapped(outer, inner === null ? null : wrapped(inner, null)));
      }),
    );
  });

  it('keeps 64 bits of integers', () => {
    const long = avsc.types.LongType.__with({
      fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
      toBuffer: (value: bigint) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigInt64LE(value);
        return bytes;
      },
      fromJSON: BigInt,
      toJSON: Number,
      isValid: (value: unknown) => typeof value === 'bigint',
      compare: (a: bigint, b: bigint) => Number(a - b),
    });
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(textOf(as('long'), long.toBuffer(value))).toBe(String(value));
      }),
    );
  });

  it('reads logical types as what they mean', () => {
    const text = (logicalType: string, digits: string, more = {}): string =>
      textOf(as({ type: 'long', logicalType, ...more }), hex(digits));
    expect(text('timestamp-millis', '02')).toBe('"1970-01-01T00:00:00.001Z"');
    expect(text('timestamp-micros', '01')).toBe('"1969-12-31T23:59:59.999999Z"');
    expect(text('local-timestamp-nanos', '02')).toBe('"1970-01-01T00:00:00.000000001Z"');
    expect(text('time-micros', '02')).toBe('"00:00:00.000001"');
    expect(textOf(as({ type: 'int', logicalType: 'date' }), hex('02'))).toBe('"1970-01-02"');
    expect(textOf(as({ type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }), hex('04 ff85'))).toBe('-1.23');
    expect(text('made-up', '02')).toBe('1');
  });

  it('reads behind the header of a registry and of a single object, and without', () => {
    const body = type.toBuffer({
      id: 'o-1',
      count: 2,
      price: 1.5,
      weight: null,
      state: 'paid',
      before: [],
      tags: {},
      hash: Buffer.from([1, 2]),
      raw: Buffer.alloc(0),
      parent: null,
    });
    const bare = textOf(as(order), body);
    expect(bare).toContain('"state":"paid"');
    expect(textOf(as(order), Buffer.concat([hex('00 00 00 00 2a'), body]))).toBe(bare);
    expect(textOf(as(order), Buffer.concat([hex('c3 01 0011223344556677'), body]))).toBe(bare);
    const framed = Buffer.concat([hex('00 00 00 00 2a'), body]);
    expect(textOf({ ...as(order), header: 'registry' }, framed)).toBe(bare);
    expect(problemOf({ ...as(order), header: 'object' }, hex('c3 01'))).toContain('it ends in its header');
    const strings = as({
      type: 'record',
      name: 'R',
      fields: 'abcdef'.split('').map((name) => ({ name, type: 'string' })),
    });
    expect(textOf(strings, hex('00 00 00 00 00 00')), 'what only looks like a header').toContain('"f":""');
  });

  it('says what is wrong with bytes', () => {
    expect(problemOf(as('string'), hex('06 61'))).toContain('ends in the middle');
    expect(problemOf(as('int'), hex('02 02'))).toContain('another schema (byte 1)');
    expect(problemOf(as('boolean'), hex('02'))).toContain('neither 0 nor 1');
    expect(problemOf(as(['null', 'int']), hex('08'))).toContain('a union has no branch 4');
    expect(problemOf(as('long'), hex('ffffffffffffffffffffff'))).toContain('longer than 64 bits');
    expect(problemOf(as('string'), hex('01'))).toContain('makes no sense');
  });

  it('is not led on by schemas and counts that are made to cost', () => {
    const nulls = as({ type: 'array', items: 'null' });
    expect(problemOf(nulls, hex('fe ff ff ff ff ff ff ff 7f 00'))).toMatch(/makes no sense|more values/);
    expect(problemOf(nulls, hex('80 80 80 80 80 01 00'))).toContain('more values than bytes could say');
    expect(problemOf(as({ type: 'record', name: 'R', fields: [{ name: 'r', type: 'R' }] }), hex(''))).toContain(
      'deeper',
    );
    const doubling = Array.from({ length: 40 }, (_, i) => i).reduce<unknown>(
      (inner, i) => ({
        type: 'record',
        name: `R${i}`,
        fields: [
          { name: 'a', type: inner },
          { name: 'b', type: i === 0 ? 'null' : `R${i - 1}` },
        ],
      }),
      'null',
    );
    expect(problemOf(as(doubling), hex(''))).toContain('more values');
  });

  it.each([
    ['', 'Give the schema'],
    ['{', 'It is no JSON'],
    ['42', 'no type at the schema'],
    ['"Missing"', '"Missing", which is not declared'],
    ['[]', 'has no branches'],
    ['{"type":"record","fields":[]}', 'has no name'],
    ['{"type":"record","name":"R"}', 'R has no list of fields'],
    ['{"type":"record","name":"R","fields":[{"name":"a","type":"Q"}]}', 'At field a of R there is a type "Q"'],
    ['{"type":"enum","name":"E"}', 'no list of symbols'],
    ['{"type":"fixed","name":"F","size":-1}', 'has no size'],
    [`${'['.repeat(300)}"int"${']'.repeat(300)}`, 'nested too deeply'],
  ])('says what is wrong with the schema %s', (schema, message) => {
    expect(() => read({ encoding: 'avro', schema }, hex(''))).toThrow(message);
  });

  it('makes no code of a schema', () => {
    const name = 'a"];globalThis.harmed=1;//';
    const schema = {
      type: 'record',
      name: 'constructor',
      fields: [
        { name, type: 'int' },
        { name: '__proto__', type: 'int' },
      ],
    };
    expect(textOf(as(schema), hex('02 04'))).toBe(`{${JSON.stringify(name)}:1,"__proto__":2}`);
    expect('harmed' in globalThis).toBe(false);
  });
});
