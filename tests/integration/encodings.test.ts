import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode as msgpack } from '@msgpack/msgpack';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { type Run, runCommand } from '../builders/commandLine.ts';
import { writeEncodedStore } from '../builders/encodedStore.ts';
import { scratchFolder } from '../builders/scratch.ts';

// The command line over a store whose payloads are bytes.

const scratch = scratchFolder();

const proto = 'syntax = "proto3"; package bank; message Deposited { int64 amount = 1; string by = 2; }';
const deposited = protobuf.parse(proto, new protobuf.Root()).root.lookupType('bank.Deposited');
const deposit = (amount: number, by: string): Uint8Array => deposited.encode({ amount, by }).finish();

const store = writeEncodedStore(join(scratch.folder, 'journal.sqlite'), [
  { stream: 'account|1', type: 'Opened', payload: msgpack({ owner: 'Ada' }) },
  { stream: 'account|1', type: 'Deposited', payload: deposit(300, 'Eve') },
  { stream: 'account|1', type: 'Deposited', payload: deposit(70, 'Ada') },
]);

const run = (...args: string[]): Promise<Run> => runCommand(scratch.folder, args);

async function json(...args: string[]) {
  const { out, err } = await run(...args, '--json');
  expect(err).toBe('');
  return JSON.parse(out);
}

function writeEncodings(name: string, value: unknown): string {
  writeFileSync(join(scratch.folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  return name;
}

mkdirSync(join(scratch.folder, 'schemas'));
writeFileSync(join(scratch.folder, 'schemas', 'bank.proto'), proto);
const chosen = writeEncodings('encodings.json', {
  Deposited: { encoding: 'protobuf', proto: 'schemas/bank.proto', message: 'bank.Deposited' },
});

describe('payloads that are bytes', () => {
  it('are read where they say what they are', async () => {
    const { events } = await json('events', store);
    expect(events[0].payload).toEqual({ owner: 'Ada' });
    expect(events[1].payload).toEqual({ binary: expect.any(String), note: expect.any(String) });
  });

  it('are read as the file of --encodings says, by every command', async () => {
    const with_ = ['--encodings', chosen];
    const { matched, events } = await json('events', store, '--where', 'data.amount:>100', ...with_);
    expect([matched, events[0].payload]).toEqual([1, { amount: 300, by: 'Eve' }]);
    const { state } = await json('state', store, '--stream', 'account|1', ...with_);
    expect(state).toEqual({ owner: 'Ada', amount: 70, by: 'Ada' });
    const { types } = await json('schema', store, ...with_);
    const fields = types.find(({ type }: { type: string }) => type === 'Deposited').versions[0].fields;
    expect(fields.map(({ path }: { path: string }) => path)).toEqual(['amount', 'by']);
    const { notes } = await json('info', store, ...with_);
    expect(notes).toContain('Payloads of Deposited are read as Protobuf (bank.Deposited), as chosen.');
  });

  it('are a finding where they are not in the encoding that was chosen', async () => {
    const wrong = writeEncodings('wrong.json', { '*': { encoding: 'cbor' } });
    const { code, out } = await run('check', store, '--encodings', wrong, '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(out);
    expect(findings.map(({ message }: { message: string }) => message)).toContainEqual(
      expect.stringContaining('It cannot be read as CBOR'),
    );
  });

  it.each([
    ['no file', 'missing.json', undefined, 'not-found', /missing\.json/],
    ['no JSON', 'a.json', '{', 'bad-request', /is no JSON/],
    ['no object', 'b.json', '[]', 'bad-request', /is no object/],
    ['an unknown encoding', 'c.json', { T: { encoding: 'xml' } }, 'bad-request', /"xml": it is one of json/],
    ['an unknown member', 'd.json', { T: { encoding: 'json', scheme: 1 } }, 'bad-request', /T has "scheme"/],
    ['a schema that is not there', 'e.json', { T: { encoding: 'avro', schema: 'no.avsc' } }, 'not-found', /no\.avsc/],
    ['a wrong schema', 'f.json', { T: { encoding: 'avro', schema: '"Q"' } }, 'bad-request', /for T: .*"Q"/],
    ['no message', 'g.json', { T: { encoding: 'protobuf', proto } }, 'bad-request', /Choose the message/],
  ])('%s in --encodings is said', async (_name, file, content, code, message) => {
    if (content !== undefined) writeEncodings(file, content);
    const { code: exit, out, err } = await run('info', store, '--encodings', file, '--json');
    expect([exit, out]).toEqual([2, '']);
    expect(JSON.parse(err).error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
