import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { assertIndexIntegrity } from '../builders/indexIntegrity.ts';
import { openLog, scratchFolder } from '../builders/scratch.ts';

// Whatever happens to a document, or a file of a log, on its way here: it opens with its problems listed, or is refused with a reason.

const stores = join(import.meta.dirname, '../fixtures/stores');
const scratch = scratchFolder();
const formats = [
  'xes',
  'ocel-json',
  'ocel-xml',
  'ocel-sqlite',
  'temporal',
  'redux-devtools',
  'kurrent-atom',
  'parquet',
  'kurrentdb-chunks',
  'kafka-log',
  'nats-jetstream',
  'axon-server',
];
const samples = formats.flatMap((format) =>
  readdirSync(join(stores, format), { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(?:^|\/)(?:README\.md|facts\.json|reviewing.*|.*\.(?:idx|fss|inf|sum|dat))$/.test(name))
    .filter((name) => statSync(join(stores, format, name)).isFile())
    .map((name) => [format, name] as const),
);

/** Numbers below `limit`, the same in every run. */
function sequence(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

async function mustOpenOrBeRefused(bytes: Uint8Array): Promise<void> {
  const path = scratch.write('damaged', bytes);
  try {
    const log = await openLog(path);
    assertIndexIntegrity(log.index);
    log.events(Array.from({ length: log.index.length }, (_, i) => i));
    log.reader.snapshots();
    log.close();
  } catch (error) {
    if (!(error instanceof InspectorError)) throw error;
    expect(error.message).not.toBe('');
  }
}

describe.each(samples)('%s: %s', (format, name) => {
  const whole = readFileSync(join(stores, format, name));

  it('cut off anywhere, opens or says why not', async () => {
    const next = sequence(1);
    for (let i = 0; i < 12; i++) await mustOpenOrBeRefused(whole.subarray(0, 1 + next(whole.length - 1)));
  });

  it('with bytes changed anywhere, opens or says why not', async () => {
    const next = sequence(2);
    for (let i = 0; i < 25; i++) {
      const bytes = Buffer.from(whole);
      // What says where everything is stands at the end of some formats.
      const span = i % 2 === 0 ? bytes.length : Math.min(2000, bytes.length);
      for (let changes = 0; changes <= i % 4; changes++) bytes[bytes.length - 1 - next(span)] = next(256);
      await mustOpenOrBeRefused(bytes);
    }
  });
});

it('leaves no private folder behind', () => {
  const own = new RegExp(`^eventloupe-${process.pid}-`);
  expect(readdirSync(tmpdir()).filter((name) => own.test(name))).toEqual([]);
});
