import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runCommand } from '../builders/commandLine.ts';

// What if, causation and bookmarks as a process, on the bundled samples.

const bank = resolve('resources/samples/bank/bank.jsonl');
const projection = resolve('resources/samples/bank/bank.projection.js');
const rides = resolve('resources/samples/rides/rides.jsonl.gz');
const account = ['--stream', 'account-1001', '--projection', projection];
let folder: string;

const run = (...args: string[]): Promise<Run> => runCommand(folder, [...args, '--no-cache']);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventloupe-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const edits = (...lines: object[]): string => {
  const path = join(folder, 'edits.jsonl');
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
};

/** Ordinals of account-1001: opened, +100, −30, +50. */
async function ordinals(): Promise<number[]> {
  const { out } = await run('events', bank, '--where', 'stream:account-1001', '--json');
  return (JSON.parse(out).events as { ordinal: number }[]).map(({ ordinal }) => ordinal);
}

describe('whatif', () => {
  it('gives the state beside the real one, and the differences', async () => {
    const [, deposited, withdrawn] = await ordinals();
    const before = readFileSync(bank);
    const file = edits(
      { drop: `#${withdrawn}` },
      { edit: `#${deposited}`, payload: { amount: 1 } },
      { insert: { type: 'MoneyDeposited', payload: { amount: 7 } }, after: 'end' },
    );
    const { code, out } = await run('whatif', bank, ...account, '--edits', file, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      edits: 3,
      ignored: [],
      partition: 'account-1001',
      real: { events: 4, state: { balance: 120 }, failure: null },
      branch: { events: 4, state: { balance: 58 }, failure: null },
      changes: [{ path: '/balance', change: 'changed', real: 120, branch: 58 }],
      partitions: { touched: 1, compared: 1, differing: 1 },
    });
    expect(readFileSync(bank)).toEqual(before);
  });

  it('gives one branch beside another', async () => {
    const [, deposited, withdrawn] = await ordinals();
    const one = edits({ drop: `#${withdrawn}` });
    const other = join(folder, 'other.jsonl');
    writeFileSync(other, `${JSON.stringify({ edit: `#${deposited}`, payload: { amount: 1 } })}\n`);
    const args = [bank, ...account, '--edits', one, '--other-edits', other];
    const { code, out } = await run('whatif', ...args, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      otherIgnored: [],
      other: { events: 4, state: { balance: 21 } },
      branch: { events: 3, state: { balance: 150 } },
      changes: [{ path: '/balance', change: 'changed', other: 21, branch: 150 }],
    });
    expect((await run('whatif', ...args)).out).toContain('4 events on the other branch, 3 on the branch, 1 difference');
  });

  it('lists every partition that edits concern', async () => {
    const [, deposited] = await ordinals();
    const file = edits({ edit: `#${deposited}`, streamId: 'account-1002' }, { move: `#${deposited}`, after: 'end' });
    const { code, out } = await run('whatif', bank, '--projection', projection, '--edits', file);
    expect(code).toBe(0);
    expect(out).toContain('2 of 2 states concerned differ');
    expect(out).toMatch(/account-1001: .*1 difference/);
    expect(out).toMatch(/account-1002: .*1 difference/);
  });

  it('says which edits do not apply, and ends with 1', async () => {
    const { code, out } = await run('whatif', bank, ...account, '--edits', edits({ drop: '#100000' }));
    expect(code).toBe(1);
    expect(out).toContain('Edit 1 is left out: There is no event #100000');
  });

  it('refuses what are no edits with their line', async () => {
    const { code, err } = await run('whatif', bank, ...account, '--edits', edits({ drop: '#1' }, { remove: '#2' }));
    expect(code).toBe(2);
    expect(err).toContain('Line 2 of the edits');
    expect((await run('whatif', bank, ...account)).err).toContain('Give --edits FILE, or --want JSON');
  });

  it('proposes the event that puts a state right', async () => {
    const { code, out } = await run('whatif', bank, ...account, '--want', '{"balance":100}', '--json');
    expect(code).toBe(0);
    const { proposals } = JSON.parse(out);
    expect(proposals.wanted).toEqual([{ path: '/balance', has: 120, wants: 100 }]);
    expect(proposals.found[0].events).toMatchObject([{ type: 'MoneyWithdrawn', payload: { amount: 20 } }]);
    const none = await run('whatif', bank, ...account, '--want', '{"colour":"red"}');
    expect(none.code).toBe(1);
    expect(none.out).toContain(
      'No event was found that leads there. Tried: AccountOpened, MoneyDeposited, MoneyWithdrawn',
    );
  });
});

describe('causation', () => {
  it('names causes and effects by number and by id', async () => {
    const { code, out } = await run('causation', rides, '--event', '#2', '--json');
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(
      found.nodes.map((node: { event: { type: string }; depth: number }) => [node.event.type, node.depth]),
    ).toEqual([
      ['RideRequested', -2],
      ['DriverMatched', -1],
      ['DriverArrived', 0],
      ['RideStarted', 1],
      ['RideFinished', 2],
      ['FareCharged', 3],
      ['RideRated', 3],
    ]);
    const byId = await run('causation', rides, '--event', found.eventId);
    expect(byId.out).toContain('→ #2 DriverArrived');
    expect(byId.out).toContain('Correlation');
  });

  it('says that there is no such event', async () => {
    const { code, err } = await run('causation', rides, '--event', 'nobody');
    expect(code).toBe(2);
    expect(err).toContain('No event has the id nobody');
  });
});

describe('bookmarks', () => {
  it('lists those of the store, and writes them to a file but never to the store', async () => {
    expect((await run('bookmarks', bank)).out).toBe('0 bookmarks\n');
    expect((await run('bookmarks', bank, '--out', 'notes.md')).code).toBe(0);
    expect(readFileSync(join(folder, 'notes.md'), 'utf8')).toBe('# Bookmarks of bank.jsonl\n');
    expect((await run('bookmarks', bank, '--out', bank)).code).toBe(2);
  });
});
