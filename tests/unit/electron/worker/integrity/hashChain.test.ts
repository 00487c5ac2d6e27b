import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashChain } from '../../../../../electron/worker/integrity/hashChain.ts';
import { LogFacts } from '../../../../../electron/worker/integrity/logFacts.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const traits = {
  name: 'Test',
  provenBy: '',
  firstRevision: 1,
  revisionLabel: 'revision',
  globalGapsAreNormal: false,
} as const;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const run = (events: readonly TestEvent[]) => {
  const log = eventLog(events);
  return hashChain.run({ log, traits, facts: new LogFacts(log, scanContext()), replay: null }, scanContext());
};

/** Events whose metadata holds a chain over all of them, or over each stream. */
function chained(amounts: readonly number[], streams: number, byStream: boolean): TestEvent[] {
  const lastOf = new Map<string, string>();
  return amounts.map((amount, i) => {
    const stream = `account-${i % streams}`;
    const key = byStream ? stream : '';
    const prev_hash = lastOf.get(key) ?? '0'.repeat(64);
    const data = { amount };
    const hash = sha256(`${/^0+$/.test(prev_hash) ? '' : prev_hash}|${JSON.stringify(data)}`);
    lastOf.set(key, hash);
    return { stream, type: 'Moved', data, metadata: { prev_hash, hash } };
  });
}

const amounts = Array.from({ length: 30 }, (_, i) => i * 10);

describe('a hash chain', () => {
  it.each([
    [1, false, 'across the log'],
    [3, true, 'within streams'],
  ])('over %s streams that is whole says how it was hashed again', async (streams, byStream, where) => {
    expect(await run(chained(amounts, streams, byStream))).toEqual({
      examined: `30 links ${where}; hashed again as sha256 of previous hash, payload, divided by "|"; payload as stored`,
      findings: [],
    });
  });

  it('shows an event that was altered, and one that was removed', async () => {
    const events = chained(amounts, 1, false);
    events[20] = { ...events[20]!, data: { amount: 1_000_000 } };
    events.splice(25, 1);
    const { findings } = await run(events);
    expect(findings).toMatchObject([
      { id: 'hash-chain:link:#25', severity: 'error', ordinals: [24, 25] },
      { id: 'hash-chain:hash:#20', severity: 'error', ordinals: [20] },
    ]);
  });

  it('is followed even where nobody knows how its hashes were made', async () => {
    const events = chained(amounts, 1, false).map((event, i) => ({ ...event, data: { amount: -i } }));
    events.splice(10, 1);
    const { examined, findings } = await run(events);
    expect(examined).toContain('its recipe could not be found out');
    expect(findings).toMatchObject([{ ordinals: [9, 10] }]);
  });

  it('may stand in the payload', async () => {
    let prevHash = '';
    const events = amounts.map((amount) => {
      const hash = sha256(prevHash + JSON.stringify({ amount }));
      const data = { amount, prevHash, hash };
      prevHash = hash;
      return { stream: 's', type: 'Moved', data };
    });
    expect((await run(events)).examined).toContain('sha256 of previous hash, payload; payload as stored');
  });

  it('is not there in most stores', async () => {
    expect(await run([{ stream: 's', type: 'T', data: { hash: 'of a password' } }])).toMatchObject({
      examined: expect.stringMatching(/^Nothing/),
      findings: [],
    });
  });
});
