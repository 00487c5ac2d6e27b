import type { ScratchEvent } from '../../../shared/model/branch.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { categoryOf, schemaVersionAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';

/** Types that are tried for one wanted state. */
const MOST_TYPES = 40;

/** The last event of a type, as what a new one is made from. */
export interface Template {
  readonly ordinal: Ordinal;
  readonly event: ScratchEvent;
  /** Whether the partition itself has such events. */
  readonly isOwn: boolean;
}

/**
 * An event to start from for every type that may help: those of the partition first, then those of its stream's
 * category, then all others of the log. Of each type the last event up to the point, with the stream of the
 * partition's last event where the partition has none of the type.
 */
export async function templatesFor(
  log: ReadableLog,
  /** Recorded events of the partition up to the point. */
  ordinals: Uint32Array,
  ordinal: Ordinal,
  stream: string | null,
  context: ScanContext,
): Promise<{ templates: Template[]; untried: number }> {
  const { index } = log;
  const { columns } = index;
  const own = new Map<number, Ordinal>();
  for (const at of ordinals) own.set(columns.type[at]!, at);
  const home = stream ?? (ordinals.length === 0 ? null : index.streams.text(columns.stream[ordinals.at(-1)!]!));
  const category = home === null ? null : categoryOf(home);
  const near = new Map<number, Ordinal>();
  const far = new Map<number, Ordinal>();
  const isNear = Uint8Array.from(index.streams.all, (id) => (category !== null && categoryOf(id) === category ? 1 : 0));
  for (let start = 0; start <= ordinal; start += 65_536) {
    const end = Math.min(ordinal + 1, start + 65_536);
    for (let i = start; i < end; i++) (isNear[columns.stream[i]!] === 1 ? near : far).set(columns.type[i]!, i);
    await context.breathe({ phase: 'read', done: end, total: ordinal + 1, unit: 'events' });
  }
  for (const type of own.keys()) near.delete(type);
  for (const type of [...own.keys(), ...near.keys()]) far.delete(type);
  const chosen = [...own.values(), ...near.values(), ...far.values()];
  const tried = chosen.slice(0, MOST_TYPES);
  const records = log.reader.readRecords(index, tried);
  const templates = tried.flatMap((at, i): Template[] => {
    const { payload } = records[i]!;
    if (payload.kind !== 'json') return [];
    const isOwn = i < own.size;
    return [
      {
        ordinal: at,
        isOwn,
        event: {
          streamId: isOwn || home === null ? index.streams.text(columns.stream[at]!) : home,
          type: index.types.text(columns.type[at]!),
          payload: payload.text,
          metadata: null,
          schemaVersion: schemaVersionAt(index, at),
        },
      },
    ];
  });
  return { templates, untried: chosen.length - templates.length };
}
