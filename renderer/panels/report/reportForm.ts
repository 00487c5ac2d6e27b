import type { ReportFormat, ReportOptions } from '../../../shared/model/report.ts';
import type { ReducerInfo } from '../../../shared/model/state.ts';

/** What the form holds: the options as they are typed, and the format of the file. */
export interface ReportForm extends ReportOptions {
  /** As chosen in the form; `auto` for what Explore folds with. */
  readonly reducer: string;
  readonly format: ReportFormat;
}

/** The section of a report that can be left out, with the words of its box. */
export const sections: readonly { readonly key: keyof ReportOptions['include']; readonly title: string }[] = [
  { key: 'timeline', title: 'Timeline' },
  { key: 'integrity', title: 'Integrity' },
  { key: 'schema', title: 'Schema versions' },
  { key: 'consumers', title: 'Consumers' },
  { key: 'bookmarks', title: 'Bookmarks' },
  { key: 'events', title: 'Events' },
];

export const mostEvents = 10_000;

export const defaultForm = (storeName: string, query: string): ReportForm => ({
  title: `Audit report of ${storeName}`,
  query,
  from: 'start',
  to: 'end',
  streams: [],
  reducer: 'auto',
  include: { timeline: true, integrity: true, schema: true, consumers: true, events: true, bookmarks: true },
  eventLimit: 200,
  format: 'html',
});

const text = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** A form from what was kept over a reload: what is wrong or missing falls back. Never throws. */
export function parseForm(kept: string | null, fallback: ReportForm): ReportForm {
  let raw: Partial<Record<keyof ReportForm, unknown>>;
  try {
    const parsed: unknown = JSON.parse(kept ?? 'null');
    raw = typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return fallback; // Not ours: the default form is always right.
  }
  const include = (typeof raw.include === 'object' && raw.include !== null ? raw.include : {}) as Record<
    string,
    unknown
  >;
  return {
    title: text(raw.title, fallback.title),
    query: text(raw.query, fallback.query),
    from: text(raw.from, fallback.from),
    to: text(raw.to, fallback.to),
    streams: Array.isArray(raw.streams) ? raw.streams.filter((s) => typeof s === 'string') : fallback.streams,
    reducer: text(raw.reducer, fallback.reducer),
    include: Object.fromEntries(
      sections.map(({ key }) => [key, typeof include[key] === 'boolean' ? include[key] : fallback.include[key]]),
    ) as unknown as ReportOptions['include'],
    eventLimit: eventLimitOf(raw.eventLimit) ?? fallback.eventLimit,
    format: raw.format === 'json' ? 'json' : raw.format === 'html' ? 'html' : fallback.format,
  };
}

/** A limit between 0 and `mostEvents`, from a number or digits; `null` for anything else. */
export function eventLimitOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? Math.min(number, mostEvents) : null;
}

/** Reducers that have a state per stream: the merge and some projections. */
export const perStream = (reducers: readonly ReducerInfo[]): ReducerInfo[] =>
  reducers.filter((reducer) => reducer.partitioning === 'stream');

/** The reducer meant by the form: as chosen, else as Explore has it, else the first projection, else the merge. */
export function reducerOf(form: ReportForm, reducers: readonly ReducerInfo[], inExplore: string): string {
  const fit = perStream(reducers);
  const wanted = form.reducer === 'auto' ? inExplore : form.reducer;
  return (fit.find(({ id }) => id === wanted) ?? fit.find(({ kind }) => kind !== 'merge') ?? fit[0])?.id ?? 'merge';
}

/** The options the worker is asked for: empty points mean the whole log. */
export const optionsOf = ({ format: _format, ...options }: ReportForm, reducer: string): ReportOptions => ({
  title: options.title.trim() === '' ? 'Audit report' : options.title.trim(),
  query: options.query.trim(),
  from: options.from.trim() === '' ? 'start' : options.from.trim(),
  to: options.to.trim() === '' ? 'end' : options.to.trim(),
  streams: options.streams,
  ...(options.streams.length === 0 ? {} : { reducer }),
  include: options.include,
  eventLimit: options.eventLimit,
});
