import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '../../../electron/worker/formats/registry.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import { mappedStores } from '../../builders/stores/mappedStores.ts';
import { storeBuilders } from '../../builders/stores/storeBuilders.ts';
import { measure } from '../child.ts';
import { alone, type Comparison } from '../comparison.ts';
import { benchEvents } from '../data.ts';
import { summarize } from '../statistics.ts';
import { type Bench, sizeName } from './part.ts';

/** Events of each store: enough to tell formats apart, few enough for all of them to be opened in less than a minute. */
const EVENTS = 20_000;
const ROUNDS = 2;
const LINES = 'json-lines';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly mapping: Mapping | null;
}

/** The formats that have a row: all of the registry. */
export const formatRows = (): Row[] => formats.map(({ id, name }) => ({ id, name, mapping: null }));

const mappedRows = (): Row[] => Object.entries(mappedStores).map(([id, { name, mapping }]) => ({ id, name, mapping }));

/** Events a second of every format, and by mappings, beside JSON Lines of the same events in the same process. */
export async function formatThroughput({ folder, say }: Bench): Promise<Comparison[]> {
  const rows = [...formatRows(), ...mappedRows()];
  const stores: { path: string; mapping: Mapping | null }[] = [];
  for (const { id, mapping } of rows) stores.push({ path: await storeOf(join(folder, 'formats'), id, say), mapping });
  say(`open ${sizeName(EVENTS)} events in each of ${rows.length} formats, ${ROUNDS} rounds`);
  const taken = measure('openEach', { stores, rounds: ROUNDS, events: EVENTS });
  const perSecond = new Map(
    rows.map(({ id }, i) => [
      id,
      summarize(
        taken[i]!.map((ms) => (EVENTS / ms) * 1000),
        'events/s',
      ),
    ]),
  );
  const lines = perSecond.get(LINES)!;
  return rows.map(({ id, name }) => {
    const what = `open ${sizeName(EVENTS)} ${name}`;
    const ours = perSecond.get(id)!;
    if (id === LINES) return alone(what, ours);
    return { what, ours, peer: { name: 'the same events as JSON Lines', figure: lines }, goals: [] };
  });
}

/** Path of a format's store, made if it is not there. */
async function storeOf(folder: string, id: string, say: Bench['say']): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${id}-${EVENTS}`);
  if (existsSync(path)) return path;
  say(`make ${path}`);
  // A folder or file that was not finished never passes for a whole one.
  const temporary = `${path}.${process.pid}.partial`;
  const write = mappedStores[id]?.write ?? storeBuilders[id]!;
  await write(temporary, [...benchEvents(EVENTS)]);
  renameSync(temporary, path);
  return path;
}
