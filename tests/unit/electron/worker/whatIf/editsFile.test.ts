import { describe, expect, it } from 'vitest';
import { parseEdits, writeEdits } from '../../../../../electron/worker/whatIf/editsFile.ts';
import type { BranchEdit } from '../../../../../shared/model/branch.ts';

const context = { resolve: (point: string) => (point === 'end' ? 9 : Number(point.replace('#', ''))), stream: 's-1' };
const parse = (text: string): BranchEdit[] => parseEdits(text, context);

const lines = `{"drop":"#1"}

{"edit":"#2","payload":{"amount":12345678901234567890}}
{"insert":{"type":"Opened","payload":{}},"after":"end"}
{"insert":{"type":"Opened"},"before":"#0"}
{"move":"#3","after":"#7"}
`;

const edits: BranchEdit[] = [
  { kind: 'drop', ordinal: 1 },
  { kind: 'edit', ordinal: 2, event: { payload: '{"amount":12345678901234567890}' } },
  {
    kind: 'insert',
    after: 9,
    event: { streamId: 's-1', type: 'Opened', payload: '{}', metadata: null, schemaVersion: null },
  },
  {
    kind: 'insert',
    after: -1,
    event: { streamId: 's-1', type: 'Opened', payload: '{}', metadata: null, schemaVersion: null },
  },
  { kind: 'move', ordinal: 3, after: 7 },
];

describe('a file of edits', () => {
  it('is JSON Lines, a JSON array, or an object that holds one', () => {
    expect(parse(lines)).toEqual(edits);
    const list = `[${lines.trim().split(/\n+/).join(',')}]`;
    expect(parse(list)).toEqual(edits);
    expect(parse(`{"edits":${list}}`)).toEqual(edits);
    expect(parse('{"drop":"#1"}')).toEqual([edits[0]]);
  });

  it('is written so that it reads the same', () => expect(parse(writeEdits(edits))).toEqual(edits));

  it.each([
    ['nonsense', 'Line 1 of the edits is not JSON.'],
    ['{"drop":"#1"}\n{"drop":', 'Line 2 of the edits is not JSON.'],
    ['[7]', 'Entry 1 of the edits: it is no JSON object.'],
    ['{"remove":"#1"}', 'none of drop, edit, insert and move'],
    ['{"drop":"#1","after":"#2"}', '"after" does not belong to drop'],
    ['{"edit":"#1"}', 'nothing that is to be different'],
    ['{"insert":{"payload":{}},"after":"#1"}', 'no "type"'],
    ['{"insert":{"type":"A","data":{}},"after":"#1"}', 'an event has no "data"'],
    ['{"move":"#1"}', 'neither "after" nor "before"'],
    ['{"drop":true}', 'a point is written "#12"'],
  ])('%s is refused with its place and reason', (text, message) => expect(() => parse(text)).toThrow(message));
});
