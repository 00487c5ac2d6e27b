import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formats } from '../../electron/worker/formats/registry.ts';
import type { OpenedLog } from '../../electron/worker/openedLog.ts';
import { assertIndexIntegrity } from '../builders/indexIntegrity.ts';
import { logEvents } from '../builders/logs/logEvent.ts';
import { openLog, scratchFolder } from '../builders/scratch.ts';
import { type Damage, damages, truncate } from '../builders/stores/damage.ts';
import { storeBuilders } from '../builders/stores/storeBuilders.ts';

// A store of each format, made by its builder and damaged in one place: what is whole opens, the rest is listed.

const EVENTS = 300;
const scratch = scratchFolder();

/** Types that look like those of orders, which OCEL has a table for each. */
const events = logEvents(EVENTS).map((event) => ({
  ...event,
  streamId: event.streamId.replace('account', 'order'),
  type: event.type === 'MoneyDeposited' ? 'OrderPlaced' : event.type,
}));

describe.each(formats.map(({ id }) => id))('%s', (id) => {
  const whole = join(scratch.folder, id);
  beforeAll(async () => storeBuilders[id]!(whole, events));

  async function damaged(name: string, damage: Damage): Promise<OpenedLog> {
    const path = `${whole}-${name}`;
    cpSync(whole, path, { recursive: true });
    await damage(path, events);
    return openLog(path);
  }

  /** At least `least` events are there, all that is there can be read, and what is not is said. */
  function checkOpened(log: OpenedLog, least: number): void {
    try {
      expect(log.format.id).toBe(id);
      assertIndexIntegrity(log.index);
      expect(log.index.length).toBeGreaterThanOrEqual(least);
      for (const { place, reason } of log.index.problems) {
        expect(place).not.toBe('');
        expect(reason).toMatch(/\.$/);
      }
      // Payloads are looked at late: what is no JSON says so itself, and the check of unreadable rows lists it.
      const shown = log.events(Array.from({ length: log.index.length }, (_, i) => i));
      const invalid = shown.filter(({ payload }) => payload.kind === 'invalid');
      expect(log.index.problemCount + invalid.length).toBeGreaterThan(0);
    } finally {
      log.close();
    }
  }

  it('opens whole', async () => {
    const log = await openLog(whole);
    expect(log.format.id).toBe(id);
    expect(log.index.length).toBe(EVENTS);
    expect(log.index.problems).toEqual([]);
    log.close();
  });

  it.each([
    ['cut off', truncate, 1],
    ['with one bad row', damages[id]!.badRow, EVENTS / 4],
  ] as const)('opens %s, with what is left of it, or says why not', async (name, damage, least) => {
    const opening = damaged(name, damage);
    if (damages[id]!.isRefused) await expect(opening).rejects.toMatchObject({ message: expect.stringMatching(/\.$/) });
    else checkOpened(await opening, least);
  });

  it('opens with values of wrong types', async () =>
    checkOpened(await damaged('types', damages[id]!.wrongTypes), EVENTS / 4));
});
