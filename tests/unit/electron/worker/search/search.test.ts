import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Search } from '../../../../../electron/worker/search/search.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const log = (events: readonly Partial<TestEvent>[]) =>
  eventLog(events.map((event) => ({ stream: 'account-1', type: 'Noted', ...event })));

async function found(events: readonly Partial<TestEvent>[], query: string): Promise<number[]> {
  const { set, matched, scanned, complete } = await new Search(log(events)).find(query, scanContext());
  expect({ scanned, complete }).toEqual({ scanned: events.length, complete: true });
  const ordinals = set ? [...set.slice(0, matched)] : events.map((_, i) => i);
  expect(ordinals).toHaveLength(matched);
  return ordinals;
}

describe('envelope terms', () => {
  const events: Partial<TestEvent>[] = [
    {
      stream: 'account-1',
      type: 'MoneyDeposited',
      schemaVersion: '1',
      at: '2025-01-01T10:00:00Z',
      id: 'e0',
      correlationId: 'c1',
    },
    {
      stream: 'account-2',
      type: 'MoneyWithdrawn',
      schemaVersion: '2',
      at: '2025-01-02T10:00:00Z',
      id: 'e1',
      causationId: 'e0',
    },
    { stream: 'test-1', type: 'MoneyDeposited', schemaVersion: '10', at: '2025-02-01T00:00:00Z', actor: 'clerk-1' },
    { stream: 'test-2', type: 'Closed', at: null, revision: null, position: null },
    { stream: 'order$7', type: 'Closed', at: '2025-02-02T00:00:00Z', position: 2n ** 60n + 1n, revision: 2n ** 60n },
  ];
  it.each([
    ['', [0, 1, 2, 3, 4]],
    ['type:Money*', [0, 1, 2]],
    ['type:Money* -stream:test-*', [0, 1]],
    ['type:"Money*"', []],
    ['type:closed', []],
    ['category:account', [0, 1]],
    ['category:order', [4]],
    ['version:2', [1]],
    ['version:>=2', [1, 2]],
    ['version:<10', [0, 1]],
    ['version:1..2', [0, 1]],
    ['version:none', [3, 4]],
    ['version:*', [0, 1, 2]],
    ['-version:>=2', [0, 3, 4]],
    ['#1', [1]],
    ['#1..#3', [1, 2, 3]],
    ['#3..', [3, 4]],
    ['#>=4', [4]],
    ['revision:1', [0, 1, 2]],
    ['position:1152921504606846977', [4]],
    ['position:1152921504606846976', []],
    ['position:>3', [4]],
    ['id:e1', [1]],
    ['id:e*', [0, 1]],
    ['correlation:c1', [0]],
    ['causation:e0', [1]],
    ['actor:clerk-*', [2]],
    ['after:2025-01-02', [1, 2, 4]],
    ['before:2025-01-02', [0]],
    ['after:2025-01 before:2025-02', [0, 1]],
    ['at:2025-01', [0, 1]],
    ['at:>2025-01', [2, 4]],
    ['date:2025-01-02..2025-02-01', [1, 2]],
    ['at:none', [3]],
    ['type:Closed or version:1', [0, 3, 4]],
    ['not (type:Closed or version:1)', [1, 2]],
  ])('%s', async (query, expected) => {
    expect(await found(events, query)).toEqual(expected);
  });
});

describe('payload terms', () => {
  const events: Partial<TestEvent>[] = [
    { data: { amount: 1000, tags: ['a', 'b'], note: 'Say "hi"' } },
    { data: { amount: 1001.5, who: { name: 'Zoë' }, lines: [{ sku: 'A1' }, { sku: 'B2' }] }, metadata: { user: 'u7' } },
    { text: '{"amount":9007199254740993,"ok":true,"gone":null}' },
    { text: '{"amount":"9007199254740993","ok":"true","at":"2025-03-01T00:00:00Z"}' },
    { text: '{"amount": not json' },
    { text: '{"__proto__":{"x":1},"a.b":1,"na\\u006de":"\\u00fcber"}' },
  ];
  it.each([
    ['data.amount:1000', [0]],
    ['data.amount:1000.0', [0]],
    ['data.amount:>1000', [1, 2, 3]],
    ['data.amount:9007199254740993', [2, 3]],
    ['data.amount:"9007199254740993"', [3]],
    ['data.amount:9007199254740992', []],
    ['data.amount:>9007199254740992', [2, 3]],
    ['data.amount:1000..1001.5', [0, 1]],
    ['data.amount:*', [0, 1, 2, 3]],
    ['data.tags:b', [0]],
    ['data.lines.sku:B*', [1]],
    ['data.lines[].sku:A1', [1]],
    ['data.lines.1.sku:A1', []],
    ['data.who.name:Zoë', [1]],
    ['data.*.name:Zoë', [1]],
    ['data.ok:true', [2, 3]],
    ['data.gone:null', [2]],
    ['data.at:>2025-02-01', [3]],
    ['data.__proto__.x:1', [5]],
    ['data."a.b":1', [5]],
    ['data.name:über', [5]],
    ['metadata.user:u7', [1]],
    ['data.constructor:*', []],
    ['"say \\"HI\\""', [0]],
    ['zoë', [1]],
    ['u7', [1]],
    ['ÜBER', [5]],
    ['"not json"', [4]],
    ['noted', [0, 1, 2, 3, 4, 5]],
    ['-data.amount:*', [4, 5]],
  ])('%s', async (query, expected) => {
    expect(await found(events, query)).toEqual(expected);
  });
});

describe('Search', () => {
  it('answers any combination as a naive evaluation does', async () => {
    const atoms: Record<string, (event: { type: string; stream: string; n: number }) => boolean> = {
      'type:A': ({ type }) => type === 'A',
      'stream:s-1': ({ stream }) => stream === 's-1',
      'data.n:>4': ({ n }) => n > 4,
      'data.n:3': ({ n }) => n === 3,
      's-2': ({ stream }) => stream === 's-2',
    };
    type Tree = string | { op: 'and' | 'or' | 'not'; of: Tree[] };
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(...Object.keys(atoms)),
        fc.record({ op: fc.constantFrom('and', 'or'), of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ op: fc.constant('not' as const), of: fc.tuple(tie('tree')) }),
      ) as fc.Arbitrary<Tree>,
    }));
    const print = (node: Tree): string =>
      typeof node === 'string'
        ? node
        : node.op === 'not'
          ? `-(${print(node.of[0]!)})`
          : `(${node.of.map(print).join(` ${node.op} `)})`;
    const event = fc.record({ type: fc.constantFrom('A', 'B'), stream: fc.constantFrom('s-1', 's-2'), n: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 40 }),
        fc.array(tree, { minLength: 1, maxLength: 3 }),
        async (events, trees) => {
          const search = new Search(eventLog(events.map(({ type, stream, n }) => ({ type, stream, data: { n } }))));
          const holds = (node: Tree, one: (typeof events)[number]): boolean => {
            if (typeof node === 'string') return atoms[node]!(one);
            if (node.op === 'not') return !holds(node.of[0]!, one);
            return node.op === 'and'
              ? node.of.every((child) => holds(child, one))
              : node.of.some((child) => holds(child, one));
          };
          // Several queries on one search: what is kept of a term must serve the next query too.
          for (const one of trees) {
            const { set, matched } = await search.find(print(one), scanContext());
            const expected = events.flatMap((candidate, i) => (holds(one, candidate) ? [i] : []));
            expect([...set!.slice(0, matched)]).toEqual(expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads only what the envelope terms leave, and nothing twice', async () => {
    const opened = log(Array.from({ length: 20 }, (_, i) => ({ type: i < 3 ? 'A' : 'B', data: { n: i } })));
    const read: number[] = [];
    const search = new Search({
      index: opened.index,
      reader: {
        ...opened.reader,
        readPayloads: (index, ordinals) => {
          read.push(...Array.from(ordinals));
          return opened.reader.readPayloads(index, ordinals);
        },
      },
    });
    expect((await search.find('data.n:>=0 type:A', scanContext())).matched).toBe(3);
    expect(read).toEqual([0, 1, 2]);
    await search.find('data.n:>=0 #0..#4', scanContext());
    expect(read).toEqual([0, 1, 2, 3, 4]);
  });

  it('answers for what is there while the index fills, and extends its answers when it has grown', async () => {
    const { index, reader } = log(Array.from({ length: 70 }, (_, i) => ({ type: i % 2 ? 'A' : 'B', data: { n: i } })));
    const { columns, types, streams, schemaVersions } = index;
    const filling = { columns, types, streams, schemaVersions, length: 10, complete: false };
    const search = new Search({ index: filling as typeof index, reader });
    const query = 'type:A data.n:>4 or 60';
    expect(await search.find(query, scanContext())).toMatchObject({ scanned: 10, matched: 3, complete: false });
    filling.length = 70;
    filling.complete = true;
    expect(await search.find(query, scanContext())).toMatchObject({ scanned: 70, matched: 34, complete: true });
    const fresh = await new Search({ index, reader }).find(query, scanContext());
    expect(fresh.matched).toBe(34);
  });

  it('reads once for all who ask the same at the same time', async () => {
    const opened = log(Array.from({ length: 20 }, (_, i) => ({ data: { n: i } })));
    let read = 0;
    const readPayloads: typeof opened.reader.readPayloads = (index, ordinals) => {
      read += ordinals.length;
      return opened.reader.readPayloads(index, ordinals);
    };
    const search = new Search({ index: opened.index, reader: { ...opened.reader, readPayloads } });
    const answers = await Promise.all([1, 2, 3].map(() => search.find('data.n:>4', scanContext())));
    expect(answers.map(({ matched }) => matched)).toEqual([15, 15, 15]);
    expect(read).toBe(20);
  });

  it('stops when it is cancelled', async () => {
    const search = new Search(log([{ data: { a: 1 } }]));
    const context = { ...scanContext(), breathe: () => Promise.reject(new Error('stopped')) };
    await expect(search.find('data.a:1', context)).rejects.toThrow('stopped');
  });
});
