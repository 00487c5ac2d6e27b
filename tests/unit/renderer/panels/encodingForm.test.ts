import { describe, expect, it } from 'vitest';
import {
  descriptorBytes,
  formOf,
  isText,
  mayBeBytes,
  ruleOf,
  schemaOfFile,
  withRule,
} from '../../../../renderer/panels/explore/inspector/encodings/encodingForm.ts';
import type { EncodingRule } from '../../../../shared/model/encoding.ts';
import type { Payload } from '../../../../shared/model/event.ts';

const bytes: Payload = { kind: 'binary', base64: 'AQ==', bytes: 1, note: '' };
const guessed: Payload = { kind: 'json', text: '{}', readAs: { encoding: 'cbor', isGuessed: true } };
const own: EncodingRule = { type: 'T', encoding: 'avro', schema: '"int"', header: 'none', text: 'hex' };
const all: EncodingRule = { type: null, encoding: 'messagepack' };

describe('the form for an encoding', () => {
  it('begins with what is chosen for the type, then for all, then with what the bytes say', () => {
    expect(formOf([all, own], 'T', bytes)).toEqual({
      forAll: false,
      encoding: 'avro',
      text: 'hex',
      header: 'none',
      schema: '"int"',
      message: '',
    });
    expect(formOf([all, own], 'U', bytes)).toMatchObject({ forAll: true, encoding: 'messagepack' });
    expect(formOf([], 'T', guessed)).toMatchObject({ forAll: false, encoding: 'cbor' });
    expect(formOf([], 'T', bytes)).toMatchObject({ encoding: 'binary' });
  });

  it('makes the rule that it shows, without what the encoding does not need', () => {
    const form = { ...formOf([own], 'T', bytes), message: 'shop.M' };
    expect(ruleOf(form, 'T', { needs: 'avro' })).toEqual(own);
    expect(ruleOf({ ...form, encoding: 'protobuf', text: '' }, 'T', { needs: 'protobuf' })).toEqual({
      type: 'T',
      encoding: 'protobuf',
      schema: '"int"',
      message: 'shop.M',
    });
    expect(ruleOf({ ...form, encoding: 'cbor', forAll: true }, 'T', { needs: 'nothing' })).toEqual({
      type: null,
      encoding: 'cbor',
      text: 'hex',
    });
  });

  it('takes the place of what was chosen for the same type', () => {
    expect(withRule([own, all], { type: 'T', encoding: 'cbor' })).toEqual([all, { type: 'T', encoding: 'cbor' }]);
  });

  it('is offered where bytes may stand', () => {
    const json = (text: string): Payload => ({ kind: 'json', text });
    const invalid: Payload = { kind: 'invalid', text: 'AQ==', reason: '' };
    expect([bytes, guessed, invalid, json('"AQ=="')].map(mayBeBytes)).toEqual([true, true, true, true]);
    expect([json('{"a":1}'), json('null')].map(mayBeBytes)).toEqual([false, false]);
    expect([bytes, guessed, invalid, json('"AQ=="')].map(isText)).toEqual([false, false, true, true]);
    expect(isText({ ...invalid, isBytes: true })).toBe(false);
  });

  it('takes a file with text as it is, and a descriptor set as base64', () => {
    const proto = 'syntax = "proto3";\r\n\tmessage Größe {}';
    expect(schemaOfFile(new TextEncoder().encode(proto))).toBe(proto);
    const set = Uint8Array.from({ length: 5000 }, (_, i) => i);
    expect(schemaOfFile(set)).toBe(Buffer.from(set).toString('base64'));
    expect(descriptorBytes(schemaOfFile(set))).toBe(5000);
    expect(descriptorBytes(schemaOfFile(Uint8Array.of(10, 1)))).toBe(2);
    expect([descriptorBytes(proto), descriptorBytes('')]).toEqual([null, null]);
  });
});
