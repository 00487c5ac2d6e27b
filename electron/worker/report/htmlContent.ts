// Sections of a report about what the events carry: schema versions, states, the events themselves. Pure.
import { formatCount, plural } from '../../../shared/format.ts';
import { hueOf } from '../../../shared/hue.ts';
import { parseJson, stringifyJson } from '../../../shared/json.ts';
import type { Report, ReportEvent, ReportState } from '../../../shared/model/report.ts';
import type { SchemaReport, TypeSchema } from '../../../shared/model/schema.ts';
import { versionLabel } from '../../../shared/versionOrder.ts';
import { data, html, type Markup, num, type Part, table } from './markup.ts';
import { hues } from './reportStyle.ts';
import { shellWord } from './shellWord.ts';

/** Characters of one value shown in the report; the JSON report has all. */
const SHOWN_CHARACTERS = 4000;

/** Text of any length, cut with a word about how much was left out. */
const shown = (text: string): Part =>
  text.length <= SHOWN_CHARACTERS
    ? text
    : html`${text.slice(0, SHOWN_CHARACTERS)} <span class="none">… and ${formatCount(text.length - SHOWN_CHARACTERS)} more characters; the report as JSON has all.</span>`;

const typeName = (type: string): Markup =>
  html`<span class="dot" style="background:${hues[hueOf(type)]!}"></span>${type}`;

export function schemaSection(schema: SchemaReport): Markup {
  const rows = schema.types.flatMap(({ type, versions }) =>
    versions.map(({ schemaVersion, events, firstRecordedAt, lastRecordedAt }, i) => [
      i === 0 ? typeName(type) : '',
      schemaVersion === null ? html`<span class="none">not recorded</span>` : versionLabel(schemaVersion),
      num(formatCount(events)),
      data(firstRecordedAt ?? '–'),
      data(lastRecordedAt ?? '–'),
    ]),
  );
  const told = schema.types.filter(({ changes, drift }) => changes.length > 0 || drift.length > 0);
  return html`<section><h2>Schema versions</h2><p class="about">Of the whole log: ${plural(schema.types.length, 'event type')}, each with the versions recorded for it.</p>
${table('versions', ['Type', 'Version', num('Events'), 'First recorded', 'Last recorded'], rows)}
${told.map(typeChanges)}</section>`;
}

function typeChanges({ type, changes, drift }: TypeSchema): Markup {
  const rows = changes.map(({ from, to, added, removed, retyped }) => [
    `${versionLabel(from)} → ${versionLabel(to)}`,
    data(paths(added)),
    data(paths(removed)),
    data(
      retyped.length === 0
        ? '–'
        : retyped.map((field) => `${field.path}: ${field.from.join(' or ')} → ${field.to.join(' or ')}`).join(', '),
    ),
  ]);
  return html`<h3>${typeName(type)}</h3>
${rows.length === 0 ? null : table('changes', ['Step', 'Fields added', 'removed', 'of another type'], rows)}
${drift.map(
  ({ kind, schemaVersion, message }) =>
    html`<p><span class="mark warning">◆ drift</span> ${kind === 'backwards' ? '' : `Within ${versionLabel(schemaVersion)}: `}${message}</p>`,
)}`;
}

const paths = (fields: readonly string[]): string => (fields.length === 0 ? '–' : fields.join(', '));

const pretty = (text: string): string => {
  try {
    return stringifyJson(parseJson(text), 2);
  } catch {
    return text;
  }
};

export function statesSection(states: readonly ReportState[], fromOrdinal: number): Markup {
  return html`<section><h2>State at the end of the scope</h2>${states.map((state) => statePart(state, fromOrdinal))}</section>`;
}

function statePart(part: ReportState, fromOrdinal: number): Markup {
  const { streamId, reducer, atOrdinal, events, state, changes, failure } = part;
  if (state === null) {
    return html`<h3 class="data">${streamId}</h3><p class="none">The stream has no event up to #${atOrdinal}.</p>`;
  }
  const merge =
    reducer === 'merge'
      ? ' The merge reducer lays payloads over each other; it shows what was last written, not what the application makes of it.'
      : '';
  const since = fromOrdinal === 0 ? 'since the start of the log' : `since before #${fromOrdinal}`;
  return html`<h3 class="data">${streamId}</h3>
<p class="about">After ${plural(events, 'event')}, up to #${atOrdinal}, folded by ${reducer}.${merge}</p>
${failure === null ? '' : html`<p class="about"><b>${reducer} failed at #${failure.ordinal}:</b> ${failure.message} Below is the last state before it; what changed in scope is not known.</p>`}
<pre>${shown(pretty(state))}</pre>
${failure === null ? changesPart(changes, since) : ''}`;
}

function changesPart(changes: ReportState['changes'], since: string): Markup {
  return html`<h4>What changed in scope, ${since}</h4>
${
  changes.length === 0
    ? html`<p class="none">Nothing.</p>`
    : table(
        'changes fields',
        ['Field', 'Before', 'After', num('Event')],
        changes.map(({ path, from, to, ordinal }) => [
          data(path === '' ? '(whole state)' : path),
          data(from === null ? html`<span class="none">absent</span>` : html`<span class="was">${shown(from)}</span>`),
          data(to === null ? html`<span class="none">gone</span>` : shown(to)),
          num(`#${ordinal}`),
        ]),
      )
}`;
}

export function eventsSection({ events, eventsLeftOut, source, reproduce }: Report): Markup {
  const command = reproduce.at(-1)?.command ?? `npx eventloupe events ${shellWord(source.name)}`;
  const left =
    eventsLeftOut === 0
      ? 'These are all events in scope.'
      : html`The first ${formatCount(events.length)} events in scope; <b>${formatCount(eventsLeftOut)} more are left out</b> by the limit of this report. All of them: <code>${command.replace(/--limit \d+/, `--limit ${events.length + eventsLeftOut}`)}</code>`;
  if (events.length === 0) {
    return html`<section><h2>Events</h2><p class="none">${eventsLeftOut === 0 ? 'There is no event in scope.' : left}</p></section>`;
  }
  return html`<section><h2>Events</h2><p class="about">${left}</p>
<table class="events"><thead><tr><th scope="col" class="o">#</th><th scope="col" class="t">Recorded (UTC)</th><th scope="col">Stream</th><th scope="col" class="r num">Rev</th><th scope="col">Type</th><th scope="col" class="v">Version</th></tr></thead>
${events.map(eventRows)}</table></section>`;
}

const eventRows = (
  event: ReportEvent,
): Markup => html`<tbody><tr><td class="data">${event.ordinal}</td><td class="data">${
  event.recordedAt === null
    ? html`<span class="none">not recorded</span>`
    : event.recordedAt.replace('T', ' ').replace('Z', '')
}</td><td class="data">${event.streamId}</td><td class="num">${event.streamRevision ?? '–'}</td><td>${typeName(event.type)}</td><td>${
  event.schemaVersion === null ? '–' : versionLabel(event.schemaVersion)
}</td></tr><tr><td></td><td colspan="5" class="data">${shown(event.payload)}</td></tr></tbody>
`;
