import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { IndexBuilder } from '../../../../../../../electron/worker/eventIndex/indexBuilder.ts';
import type { ScanContext } from '../../../../../../../electron/worker/formats/format.ts';
import { genericDialect } from '../../../../../../../electron/worker/formats/lines/dialects/generic.ts';
import { JsonLinesReader } from '../../../../../../../electron/worker/formats/lines/jsonLinesReader.ts';
import {
  type LentThread,
  ScanThreads,
} from '../../../../../../../electron/worker/formats/lines/threads/scanThreads.ts';
import { Search } from '../../../../../../../electron/worker/search/search.ts';
import { scanContext } from '../../../../../../builders/scanContext.ts';
import { scratchFolder } from '../../../../../../builders/scratch.ts';

const scratch = scratchFolder();

/** Threads that are worth having for any file; counts what they are asked. */
class EagerThreads extends ScanThreads {
  asked = 0;

  override worth(): number {
    return 2;
  }

  override lend: ScanThreads['lend'] = (...lent) => {
    const thread = super.lend(...lent);
    return this.counting(thread);
  };

  /** The same thread, counted. */
  private counting<Task>(thread: LentThread<Task>): LentThread<Task> {
    const ask = thread.ask.bind(thread);
    thread.ask = (task) => {
      this.asked++;
      ask(task);
    };
    return thread;
  }
}

function eagerThreads(): EagerThreads {
  const threads = new EagerThreads();
  onTestFinished(() => threads.close());
  return threads;
}

/** Threads that take tasks and die before they have answered any. */
class MortalThreads extends ScanThreads {
  died = 0;

  override worth(): number {
    return 2;
  }

  override lend: ScanThreads['lend'] = (_kind, _job, listener) => {
    setImmediate(() => listener.onReady());
    let isDying = false;
    return {
      ask: () => {
        if (isDying) return;
        isDying = true;
        this.died++;
        setImmediate(() => listener.onFailed());
      },
    };
  };

  override async giveBack(): Promise<void> {}
}

async function opened(lines: readonly string[]) {
  const content = Buffer.from(lines.join('\n'));
  const path = scratch.write('log', content);
  const dialect = genericDialect([{ streamId: 's', type: 'T', eventId: 'i', data: {}, metadata: {} }]);
  if (typeof dialect === 'string') throw new Error(dialect);
  const source = { path, readPath: path, bytes: content.length, modifiedMs: 0, notes: [], originals: [] };
  const reader = new JsonLinesReader(
    { ...source, name: 'log', dispose: () => {} },
    { bytes: content.subarray(0, 4096), whole: false, tables: null },
    dialect,
  );
  const builder = new IndexBuilder();
  await reader.scan(builder, scanContext());
  builder.freeze();
  onTestFinished(() => reader.close());
  return { index: builder, reader };
}

type Log = Awaited<ReturnType<typeof opened>>;

const withThreads = (scanThreads: ScanThreads): ScanContext => ({ ...scanContext(), scanThreads });

async function found(log: Log, query: string, context = scanContext()): Promise<number[]> {
  const { set, matched } = await new Search(log).find(query, context);
  return [...set!.slice(0, matched)];
}

const data = fc.oneof(
  fc.integer({ min: 990, max: 1010 }).map((amount) => `{"amount":${amount},"note":"next door"}`),
  fc.constantFrom(
    '{"amount":1e3,"note":"needle"}',
    '{"amount":"1001","note":"nee\\u0064le"}',
    '{"note":"text","amount":[1,1001]}',
    '"{\\"amount\\":1001}"',
    '{"amount":"2026-03-01","note":"two\\nlines"}',
    `{"note":"${'x'.repeat(70_000)}needle","amount":1001}`,
    'null',
  ),
);
const line = data.map((json) => `{"streamId":"s","type":"Noted","eventId":"e","data":${json},"metadata":{"a":1}}`);
const queries = ['needle', 'data.amount:>1000', 'data.note:nee*', 'data.amount:*', 'data.amount:>2026-01-01', 'amount'];

/** Some lines again and again, until there are many blocks of them, and other text between some. */
const logOf = (lines: readonly string[]): string[] => {
  const all: string[] = [];
  for (let bytes = 0, i = 0; bytes < 3_000_000; i++) {
    all.push(i % 997 === 0 ? `not an event ${'-'.repeat(i % 40_000)}` : lines[i % lines.length]!);
    bytes += all.at(-1)!.length;
  }
  return all;
};

describe('sifting lines', () => {
  it('finds with threads what it finds alone', async () => {
    const threads = eagerThreads();
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 3, maxLength: 40 }), async (lines) => {
        const log = await opened(logOf(lines));
        for (const query of queries) {
          const alone = await found(log, query);
          expect([query, await found(log, query, withThreads(threads))]).toEqual([query, alone]);
        }
        expect(threads.idle).toBe(2);
      }),
      { numRuns: 8 },
    );
    expect(threads.asked).toBeGreaterThan(20);
  });

  it('looks itself at what a thread that dies has not answered', async () => {
    const log = await opened(logOf(fc.sample(line, { numRuns: 30, seed: 7 })));
    const threads = new MortalThreads();
    for (const query of queries) {
      expect([query, await found(log, query, withThreads(threads))]).toEqual([query, await found(log, query)]);
    }
    expect(threads.died).toBeGreaterThan(0);
  });

  it('ends when it is cancelled, and gives its threads back', async () => {
    const log = await opened(logOf(fc.sample(line, { numRuns: 30, seed: 7 })));
    const threads = eagerThreads();
    const stop = new AbortController();
    const breathe: ScanContext['breathe'] = ({ done }) => {
      if (done > 0) stop.abort();
      stop.signal.throwIfAborted();
      return undefined;
    };
    const context = { signal: stop.signal, breathe, scanThreads: threads };
    await expect(found(log, 'needle', context)).rejects.toThrow('aborted');
    // The search has been left by the one who waits for it: the work behind it ends by itself.
    await expect.poll(() => threads.idle).toBe(2);
  });

  it('says how far it is', async () => {
    const log = await opened(logOf(fc.sample(line, { numRuns: 30, seed: 7 })));
    const heard: number[] = [];
    const breathe: ScanContext['breathe'] = ({ done, total }) => {
      // Less is what bytes have left open and is read.
      if (total === log.index.length) heard.push(done);
      return undefined;
    };
    await found(log, 'door', { signal: new AbortController().signal, breathe, scanThreads: eagerThreads() });
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.length).toBeGreaterThan(3);
  });
});
