import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../../electron/worker/sideFiles/fingerprint.ts';
import { eventLog } from '../../../../builders/eventLog.ts';

const events = (count: number, stream = 'account-1') =>
  Array.from({ length: count }, () => ({ stream, type: 'Moved' }));

describe('the fingerprint of a store', () => {
  it('stays when the store grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 40 }), (a, b) => {
        const [shorter, longer] = [eventLog(events(a)).index, eventLog(events(b)).index];
        expect(fingerprintOf('csv', shorter)).toBe(fingerprintOf('csv', longer));
      }),
    );
  });

  it('is another for another format, and for other events', () => {
    const prints = [
      fingerprintOf('csv', eventLog(events(20)).index),
      fingerprintOf('json-lines', eventLog(events(20)).index),
      fingerprintOf('csv', eventLog(events(20, 'account-2')).index),
      fingerprintOf('csv', eventLog([]).index),
    ];
    expect(new Set(prints).size).toBe(4);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{40}$/);
  });
});
