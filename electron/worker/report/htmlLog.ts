// Sections of a report about the log: its source, its scope and density, its integrity. Pure.
import { formatBytes, formatCount, formatSpan, plural } from '../../../shared/format.ts';
import type { CheckReport, Severity } from '../../../shared/model/finding.ts';
import type { Report } from '../../../shared/model/report.ts';
import { isoToMicros } from '../../../shared/time.ts';
import { dateOf, timelineDrawing } from './htmlTimeline.ts';
import { data, html, type Markup, num, type Part, table } from './markup.ts';

const list = (entries: readonly (readonly [term: string, value: Part])[]): Markup =>
  html`<dl>${entries.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;

const span = (from: string | null, to: string | null): Part =>
  from === null || to === null
    ? 'no times recorded'
    : html`<span class="data">${from}</span> to <span class="data">${to}</span>`;

export function sourceSection({ source }: Report): Markup {
  return html`<section><h2>Source</h2>${list([
    ['File', html`<span class="data">${source.name}</span>`],
    ['Format', source.formatName],
    ['Size', `${formatBytes(source.bytes)} (${formatCount(source.bytes)} bytes)`],
    ['SHA-256', html`<span class="data">${source.sha256}</span>`],
    ['Events', `${plural(source.events, 'event')} in ${plural(source.streams, 'stream')}`],
    ['Recorded', span(source.firstRecordedAt, source.lastRecordedAt)],
    [
      'Unreadable',
      source.problems === 0 ? 'nothing' : `${plural(source.problems, 'row or payload', 'rows or payloads')}`,
    ],
    ...(source.snapshots > 0
      ? [['Snapshots', `${formatCount(source.snapshots)} kept by the store itself`] as const]
      : []),
    ...(source.deadLetters > 0 ? [['Dead letters', formatCount(source.deadLetters)] as const] : []),
    ...source.notes.map((note) => ['Note', note] as const),
  ])}</section>`;
}

export function scopeSection({ scope, options, timeline, source }: Report): Markup {
  const share = scope.events === source.events ? 'all of the log' : `of ${formatCount(source.events)} in the log`;
  const length =
    scope.firstRecordedAt !== null && scope.lastRecordedAt !== null
      ? formatSpan(isoToMicros(scope.lastRecordedAt) - isoToMicros(scope.firstRecordedAt))
      : '–';
  const figures = [
    [formatCount(scope.events), `${scope.events === 1 ? 'event' : 'events'}, ${share}`],
    [formatCount(scope.streams), scope.streams === 1 ? 'stream' : 'streams'],
    [formatCount(scope.types), scope.types === 1 ? 'event type' : 'event types'],
    [length, 'from first to last'],
  ] as const;
  const range = scope.toOrdinal < scope.fromOrdinal ? 'no event' : `#${scope.fromOrdinal} to #${scope.toOrdinal}`;
  return html`<section><h2>Scope</h2>
<div class="figures">${figures.map(([figure, words]) => html`<div><b>${figure}</b><span>${words}</span></div>`)}</div>
${list([
  ['Range', html`${range} <span class="none">(from ${options.from} to ${options.to})</span>`],
  ['Filter', options.query.trim() === '' ? 'none' : html`<span class="data">${options.query}</span>`],
  ['Recorded', span(scope.firstRecordedAt, scope.lastRecordedAt)],
])}
${options.include.timeline ? timelinePart(timeline) : null}</section>`;
}

function timelinePart(timeline: Report['timeline']): Markup {
  if (timeline.length === 0) return html`<p class="none">There is no event in scope, so there is no timeline.</p>`;
  const first = timeline[0]!;
  return html`${timelineDrawing(timeline)}<p class="about">${
    timeline.length === 1
      ? `All at ${dateOf(first.from)}.`
      : `Events in ${timeline.length} equal stretches of the scope. The report as JSON has the numbers.`
  }</p>`;
}

const marks: Record<Severity, string> = { error: '▲ error', warning: '◆ warning', notice: '● notice' };

export function integritySection(integrity: CheckReport): Markup {
  const { checks, findings } = integrity;
  const summary =
    findings.length === 0
      ? html`<p><span class="mark fine">✓ No findings.</span> ${plural(checks.length, 'check')} looked at the whole log and saw nothing wrong; what each examined is below.</p>`
      : html`<p>${plural(checks.length, 'check')} looked at the whole log and reported <b>${plural(findings.length, 'finding')}</b>.</p>`;
  const rows = findings.map(({ severity, message, count, evidence = [], explained }) => [
    html`<span class="mark ${severity}">${marks[severity]}</span>`,
    html`${message}${evidence.map((sentence) => html`<br>${sentence}`)}${explained === undefined ? null : html`<br><b>Explained:</b> ${explained}`}`,
    num(formatCount(count)),
  ]);
  return html`<section><h2>Integrity</h2>${summary}
${findings.length === 0 ? null : table('findings', ['Severity', 'Finding', num('Occurrences')], rows)}
${table(
  'checks',
  ['Check', 'Examined', num('Findings')],
  checks.map(({ title, examined, findings: found }) => [
    html`<b>${title}</b>`,
    examined,
    num(found === 0 ? html`<span class="fine">none</span>` : html`<b>${formatCount(found)}</b>`),
  ]),
)}</section>`;
}

export function consumersSection({ source }: Report): Markup {
  const { checkpoints } = source;
  if (checkpoints.length === 0) {
    return html`<section><h2>Consumers</h2><p class="none">The store records no checkpoint of any consumer.</p></section>`;
  }
  return html`<section><h2>Consumers</h2><p class="about">How far each consumer had read, as the store records it, against the newest event of the whole log.</p>
${table(
  'consumers',
  ['Consumer', num('Position'), num('Events behind'), num('Time behind')],
  checkpoints.map(({ consumer, globalPosition, behind, behindMicros }) => [
    data(consumer),
    num(globalPosition),
    num(behind === 0 ? html`<span class="fine">none</span>` : formatCount(behind)),
    num(behind === 0 ? '–' : behindMicros === null ? 'unknown' : formatSpan(behindMicros)),
  ]),
)}</section>`;
}

export function bookmarksSection({ bookmarks }: Report): Markup {
  const lead = html`<p class="about">What was marked and noted in scope, by whoever made this report. Notes are not part of the store.</p>`;
  if (bookmarks.length === 0)
    return html`<section><h2>Bookmarks</h2><p class="none">Nothing in scope is marked.</p></section>`;
  return html`<section><h2>Bookmarks</h2>${lead}
${table(
  'bookmarks',
  ['Place', 'Recorded', 'Note'],
  bookmarks.map(({ title, recordedAt, note }) => [data(title), data(recordedAt ?? '–'), note]),
)}</section>`;
}
