import fc from 'fast-check';
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import { describe, expect, it } from 'vitest';
import { previewOf } from '../../../../../electron/worker/encodings/preview.ts';
import { hex, jsonOf, payloadOf, problemOf, read, textOf } from './decode.ts';

/** How protobufjs takes 64 bits. */
const { Long } = protobuf.util as unknown as { Long: { fromString(digits: string, unsigned: boolean): unknown } };

const proto = `
syntax = "proto3";
package shop;
message OrderPlaced {
  string order_id = 1;
  int64 total = 2;
  double price = 3;
  bytes raw = 4;
  repeated sint32 deltas = 5;
  map<string, int64> stock = 6;
  State state = 7;
  optional bool gift = 8;
  Address address = 9;
  uint64 big = 10;
  float weight = 11;
  oneof how { string card = 12; int32 cash = 13; }
  map<int32, Address> stops = 14;
  message Address { string city = 1; Address next = 2; }
  enum State { OPEN = 0; PAID = 1; }
}`;
const as = (message: string, schema = proto) => ({ encoding: 'protobuf', schema, message }) as const;
const placed = as('shop.OrderPlaced');
const type = protobuf.parse(proto, new protobuf.Root()).root.lookupType('shop.OrderPlaced');
const encode = (value: Record<string, unknown>): Uint8Array => type.encode(type.create(value)).finish();

describe('Protobuf', () => {
  it('gives back every message that protobufjs wrote', () => {
    const bytes = fc.uint8Array().map((raw) => Buffer.from(raw));
    const message = fc.record({
      orderId: fc.string({ minLength: 1 }),
      total: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      price: fc.double({ noNaN: true, noDefaultInfinity: true }),
      raw: bytes,
      deltas: fc.array(fc.integer()),
      state: fc.constantFrom(0, 1),
      big: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    });
    fc.assert(
      fc.property(message, (value) => {
        const long = (number: bigint, unsigned: boolean) => Long.fromString(String(number), unsigned);
        const written = encode({ ...value, total: long(value.total, false), big: long(value.big, true) });
        const text = textOf(placed, written);
        expect(text).toContain(`"total":${value.total},`);
        expect(text).toContain(`"big":${value.big},`);
        expect(jsonOf(placed, written)).toMatchObject({
          orderId: value.orderId,
          price: value.price,
          raw: { base64: value.raw.toString('base64') },
          deltas: value.deltas,
          state: ['OPEN', 'PAID'][value.state],
        });
      }),
    );
  });

  it('shows values that proto3 does not write, and leaves out what is absent', () => {
    expect(textOf(placed, hex(''))).toBe(
      '{"orderId":"","total":0,"price":0,"raw":{"base64":""},"deltas":[],"stock":{},"state":"OPEN","big":0,"weight":0,"stops":{}}',
    );
    expect(jsonOf(placed, encode({ gift: false, cash: 0, address: {} }))).toMatchObject({
      gift: false,
      cash: 0,
      address: { city: '' },
    });
  });

  it('reads maps, messages in messages, floats and packed numbers', () => {
    const value = {
      stock: { a: 1, __proto: 2 },
      stops: { 7: { city: 'Oslo' } },
      address: { city: 'Rome', next: { city: 'Bonn' } },
      weight: 0.1,
    };
    expect(jsonOf(placed, encode(value))).toMatchObject({
      ...value,
      stock: { a: 1, __proto: 2 },
    });
    expect(jsonOf(placed, hex('28 01 28 02 2a 02 03 04'))).toMatchObject({ deltas: [-1, 1, -2, 2] });
    expect(jsonOf(placed, hex('4a 03 0a 01 61 4a 05 12 03 0a 01 62')), 'a message in pieces').toMatchObject({
      address: { city: 'a', next: { city: 'b' } },
    });
  });

  it('keeps fields and enum values that the schema does not have', () => {
    const text = textOf(placed, hex('38 05 a0 06 07 aa 06 02 68 69 aa 06 01 ff bb 06 08 01 bc 06'));
    expect(text).toContain('"state":5');
    expect(text).toContain('"#100":7,"#101":["hi",{"base64":"/w=="}],"#103":{"base64":"CAE="}');
  });

  it('reads what a schema registry puts in front, which names the message by its place', () => {
    const bytes = encode({ orderId: 'o' });
    for (const header of ['00 00000007 00', '00 00000007 02 00', '00 00000007 04 02 00']) {
      expect(textOf(placed, Buffer.concat([hex(header), bytes])), header).toBe(textOf(placed, bytes));
    }
  });

  it('reads Google’s own messages as the values that they mean', () => {
    const schema = `syntax = "proto3"; import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto";
      import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/any.proto";
      message M { google.protobuf.Timestamp at = 1; google.protobuf.Duration took = 2; google.protobuf.Struct more = 3;
        google.protobuf.Int64Value many = 4; google.protobuf.Any any = 5; google.protobuf.StringValue none = 6; }`;
    const root = new protobuf.Root();
    const { imports } = protobuf.parse(schema, root);
    for (const file of imports!) root.addJSON(protobuf.common.get(file)!.nested!);
    const message = root.lookupType('M');
    const inner = message.encode({ none: { value: 'x' } }).finish();
    const bytes = message
      .encode({
        at: { seconds: -1, nanos: 500_000_000 },
        took: { seconds: -1, nanos: -1 },
        more: {
          fields: {
            a: { listValue: { values: [{ boolValue: true }, { numberValue: 1.5 }, { nullValue: 0 }] } },
            b: { structValue: { fields: { c: { stringValue: 's' } } } },
          },
        },
        many: { value: 5 },
        any: { type_url: 'type.googleapis.com/M', value: inner },
      })
      .finish();
    expect(JSON.parse(textOf(as('M', schema), bytes))).toEqual({
      at: '1969-12-31T23:59:59.5Z',
      took: '-1.000000001s',
      more: { a: [true, 1.5, null], b: { c: 's' } },
      many: 5,
      any: { '@type': 'type.googleapis.com/M', value: { none: 'x' } },
    });
  });

  it('reads a descriptor set like the file that it was made of', async () => {
    const { root } = protobuf.parse(proto, new protobuf.Root());
    root.resolveAll();
    const set = root.toDescriptor('proto3');
    const encoded = descriptor.FileDescriptorSet.encode(set).finish();
    const schema = Buffer.from(encoded).toString('base64');
    const bytes = encode({ orderId: 'o', stock: { a: 1 }, address: { city: 'x' }, deltas: [1, -1], state: 1 });
    expect(textOf(as('shop.OrderPlaced', schema), bytes)).toBe(textOf(placed, bytes));
    expect((await previewOf({ type: null, ...as('', schema) }, payloadOf(bytes))).messages).toEqual([
      'shop.OrderPlaced',
      'shop.OrderPlaced.Address',
    ]);
  });

  it('says what is wrong with bytes', () => {
    expect(problemOf(placed, hex('0a 05 61'))).toContain('Protobuf: it ends in the middle of a value (byte 2)');
    expect(problemOf(placed, hex('07'))).toContain('no such field number');
    expect(problemOf(placed, hex('0f'))).toContain('field 1 is of a type that there is not');
    expect(problemOf(placed, hex('08 01'))).toContain('field 1 is a number, and no message');
    expect(problemOf(placed, hex('19 0000000000000000 15 00000000'))).toContain('field 2 is not of the type int64');
    const nested = Array.from({ length: 1200 }).reduce<Buffer>((inner) => {
      const length = inner.length < 128 ? [inner.length] : [(inner.length & 0x7f) | 0x80, inner.length >> 7];
      return Buffer.concat([Buffer.from([0x12, ...length]), inner]);
    }, Buffer.alloc(0));
    expect(problemOf(as('shop.OrderPlaced.Address'), nested)).toContain('deeper than 1,000 levels');
  });

  it.each([
    ['', 'M', 'Give a .proto file'],
    ['message {', 'M', 'no .proto file that can be read'],
    ['syntax = "proto3"; import "other.proto"; message M {}', 'M', 'It imports "other.proto", which is not here'],
    ['syntax = "proto3"; message M { Missing a = 1; }', 'M', 'Missing'],
    ['syntax = "proto3"; message M {}', '', 'Choose the message'],
    ['syntax = "proto3"; message M {}', 'N', 'no message "N"'],
    ['AAAA', 'M', 'It is no descriptor set'],
  ])('says what is wrong with the schema %s and the message %s', (schema, message, expected) => {
    expect(() => read(as(message, schema), hex(''))).toThrow(expected);
  });

  it('answers whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          JSON.parse(textOf(placed, bytes));
        } catch (error) {
          expect((error as Error).message).toMatch(/^It cannot be read as Protobuf/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
