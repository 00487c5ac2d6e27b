// A report as one HTML file that runs nothing: no script, no link, nothing loaded. Pure.
import type { Report } from '../../../shared/model/report.ts';
import { eventsSection, schemaSection, statesSection } from './htmlContent.ts';
import { bookmarksSection, consumersSection, integritySection, scopeSection, sourceSection } from './htmlLog.ts';
import { html, type Markup, table } from './markup.ts';
import { reportStyle } from './reportStyle.ts';

/**
 * The report as a self-contained page. Text of the store is escaped wherever it stands, and the page's policy forbids
 * scripts and loading besides. The same report gives the same bytes.
 */
export function writeHtml(report: Report): string {
  const { options, source, integrity, schema, states, scope } = report;
  const title = options.title.trim() === '' ? `Report on ${source.name}` : options.title;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${report.tool.name} ${report.tool.version}">
<title>${title}</title>
<style>${styleMarkup}</style>
</head>
<body>
<main>
<header><p class="kicker">Event log report</p><h1>${title}</h1><p class="lead">${leadOf(report)}</p></header>
${sourceSection(report)}
${scopeSection(report)}
${integrity ? integritySection(integrity) : null}
${schema ? schemaSection(schema) : null}
${options.include.consumers ? consumersSection(report) : null}
${states.length > 0 ? statesSection(states, scope.fromOrdinal) : null}
${options.include.bookmarks ? bookmarksSection(report) : null}
${options.include.events ? eventsSection(report) : null}
${reproduceSection(report)}
<footer>Made by ${report.tool.name} ${report.tool.version}, which read the store and did not write to it. The same store and the same options give this file again, byte for byte. It proves what the store holds now (see its SHA-256), not that the store was never altered before.</footer>
</main>
</body>
</html>
`;
  return page.text;
}

// Our own constant, and the only part of the page that is not escaped: `html` would turn its quotation marks.
const styleMarkup = html([reportStyle] as unknown as TemplateStringsArray);

function leadOf({ source, scope, integrity }: Report): string {
  const what = `${source.name}, ${source.formatName}.`;
  const events =
    scope.events === source.events ? 'The scope is the whole log.' : 'The scope is a part of the log, named below.';
  if (!integrity) return `${what} ${events} Integrity was not part of this report.`;
  const errors = integrity.findings.filter(({ severity }) => severity === 'error').length;
  const others = integrity.findings.length - errors;
  const found =
    errors > 0
      ? `The log is not whole: see the errors under Integrity.`
      : others > 0
        ? 'No errors were found in the log; see the findings under Integrity.'
        : 'No check found anything wrong with the log.';
  return `${what} ${events} ${found}`;
}

function reproduceSection({ reproduce, source }: Report): Markup {
  return html`<section><h2>How to get these numbers again</h2><p class="about">Run these in the folder that holds <span class="data">${source.name}</span>. Integrity, schema versions and consumers are always of the whole log.</p>
${table(
  'commands',
  ['What', 'Command'],
  reproduce.map(({ what, command }) => [what, html`<code>${command}</code>`]),
)}</section>`;
}
