import type { StackBy, TimelineAxis } from './timeline.ts';

export type PanelId = 'explore' | 'schema' | 'integrity' | 'consistency' | 'report';
export type InspectorTab = 'state' | 'changes' | 'event' | 'causation' | 'whatIf';
const benches = ['partitions', 'bisect', 'projection'] as const;
/** What can stand in place of the events: all partitions, a search among them, the editor of projections. */
export type Bench = (typeof benches)[number];
export type Theme = 'system' | 'light' | 'dark';
export type TimeZone = 'utc' | 'local';

/**
 * Code of a projection that is being written, kept until the store is left. The ending of its name says the language.
 */
export interface Draft {
  readonly name: string;
  readonly source: string;
}

/** Everything about the view that is worth restoring: plain JSON, nothing derived. */
export interface ViewState {
  readonly panel: PanelId;
  /** Ordinal of the playhead; `null` stands for the end. */
  readonly playhead: number | null;
  /** Visible range of the timeline in axis units; `null` for all. */
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly axis: TimelineAxis;
  readonly stackBy: StackBy;
  readonly squeezeIdle: boolean;
  readonly query: string;
  readonly inspectorTab: InspectorTab;
  /** Reducer in use: `merge` or a projection id. */
  readonly reducer: string;
  /** Partition pinned in the inspector; `null` follows the playhead's event. */
  readonly partition: string | null;
  /** The branch that is shown beside reality; `null` for none. */
  readonly branch: string | null;
  readonly schemaType: string | null;
  readonly speed: number;
  readonly draft: Draft | null;
  /** The other point of a comparison with the playhead; `null` for none. */
  readonly mark: number | null;
  /** What stands in place of the events. */
  readonly bench: Bench | null;
  /** How the inspector shows the state. */
  readonly stateAs: 'tree' | 'blame';
}

export const defaultViewState: ViewState = {
  panel: 'explore',
  playhead: null,
  range: null,
  axis: 'time',
  stackBy: 'type',
  squeezeIdle: true,
  query: '',
  inspectorTab: 'state',
  reducer: 'auto',
  partition: null,
  branch: null,
  schemaType: null,
  speed: 1,
  draft: null,
  mark: null,
  bench: null,
  stateAs: 'tree',
};

const oneOf = <T extends string>(value: unknown, allowed: readonly T[], fallback: T): T =>
  allowed.includes(value as T) ? (value as T) : fallback;

const finite = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function draftOf(raw: unknown): Draft | null {
  const { name, source } = (raw ?? {}) as Partial<Record<keyof Draft, unknown>>;
  return typeof name === 'string' && typeof source === 'string' ? { name, source } : null;
}

/** A view state from anything: unknown fields are dropped, wrong ones fall back to the default. Never throws. */
export function parseViewState(text: string | null): ViewState {
  let raw: Record<string, unknown>;
  try {
    const parsed: unknown = text === null ? null : JSON.parse(text);
    raw = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return defaultViewState; // A broken link is no reason to stop: the default view is always right.
  }
  const range = raw.range as { from?: unknown; to?: unknown } | null | undefined;
  const from = finite(range?.from);
  const to = finite(range?.to);
  const playhead = finite(raw.playhead);
  const d = defaultViewState;
  return {
    panel: oneOf(raw.panel, ['explore', 'schema', 'integrity', 'consistency', 'report'], d.panel),
    playhead: playhead !== null && playhead >= 0 ? Math.floor(playhead) : null,
    range: from !== null && to !== null && from < to ? { from, to } : null,
    axis: oneOf(raw.axis, ['time', 'ordinal'], d.axis),
    stackBy: oneOf(raw.stackBy, ['type', 'category', 'schemaVersion'], d.stackBy),
    squeezeIdle: typeof raw.squeezeIdle === 'boolean' ? raw.squeezeIdle : d.squeezeIdle,
    query: typeof raw.query === 'string' ? raw.query : d.query,
    inspectorTab: oneOf(raw.inspectorTab, ['state', 'changes', 'event', 'causation', 'whatIf'], d.inspectorTab),
    reducer: typeof raw.reducer === 'string' ? raw.reducer : d.reducer,
    partition: typeof raw.partition === 'string' ? raw.partition : null,
    branch: typeof raw.branch === 'string' ? raw.branch : null,
    schemaType: typeof raw.schemaType === 'string' ? raw.schemaType : null,
    speed: finite(raw.speed) ?? d.speed,
    draft: draftOf(raw.draft),
    mark: Number.isSafeInteger(raw.mark) && (raw.mark as number) >= 0 ? (raw.mark as number) : null,
    bench: benches.find((bench) => bench === raw.bench) ?? null,
    stateAs: oneOf(raw.stateAs, ['tree', 'blame'], d.stateAs),
  };
}
