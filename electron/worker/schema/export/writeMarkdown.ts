// What was seen of payloads as Markdown: fields of each type and version, changes with their judgement, drift. Pure.

import { valuesText } from '../../../../shared/fieldText.ts';
import { formatCount, formatShare, plural } from '../../../../shared/format.ts';
import { markdownText } from '../../../../shared/markdownText.ts';
import type { JudgedChange, SchemaChange, SchemaVersionStats, TypeSchema } from '../../../../shared/model/schema.ts';
import { readersOf, versionLabel } from '../../../../shared/versionOrder.ts';

/** One document. `store` is the name of what it was read from, `versionsFrom` where versions were taken from. */
export function writeMarkdown(types: readonly TypeSchema[], store: string, versionsFrom: string): string {
  return [
    `# Payloads of ${markdownText(store)}`,
    `${plural(types.length, 'event type')}; versions taken from: ${versionsFrom}. What every event has is said to be in 100 %.`,
    ...types.flatMap(typeParts),
  ]
    .join('\n\n')
    .concat('\n');
}

function typeParts({ type, events, versions, changes, drift, inferred }: TypeSchema): string[] {
  const shown = inferred?.versions ?? versions;
  return [
    `## ${markdownText(type)}`,
    plural(events, 'event') +
      (inferred ? `; no version is recorded, these are inferred: ${inferred.by.map(markdownText).join(' ')}` : '.'),
    ...shown.flatMap(versionParts),
    ...(inferred?.changes ?? changes).flatMap(changeParts),
    ...(drift.length === 0 ? [] : ['### Drift', drift.map(({ message }) => `- ${markdownText(message)}`).join('\n')]),
  ];
}

function versionParts(version: SchemaVersionStats): string[] {
  const { schemaVersion, events, firstRecordedAt, lastRecordedAt, fields } = version;
  const when = firstRecordedAt === null ? '' : `, ${firstRecordedAt} to ${lastRecordedAt}`;
  const head = `### ${schemaVersion === null ? 'No version recorded' : markdownText(versionLabel(schemaVersion))}`;
  const rows = fields.map((field) =>
    [
      code(field.path || '(payload)'),
      field.types.join(' or '),
      formatShare(field.present, events),
      markdownText(valuesText(field)),
    ].join(' | '),
  );
  const table = [
    '| field | type | present | values |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ];
  return [
    head,
    `${formatCount(events)} ${events === 1 ? 'event' : 'events'}${when}.`,
    fields.length === 0 ? 'No fields.' : table.join('\n'),
  ];
}

function changeParts({ from, to, judged }: SchemaChange): string[] {
  const head = `### From ${markdownText(versionLabel(from))} to ${markdownText(versionLabel(to))}`;
  if (judged.length === 0) return [head, 'The same fields.'];
  return [head, judged.map((change) => changeText(change, readersOf(from), readersOf(to))).join('\n')];
}

const changeText = (
  { path, what, evidence, olderReader, newerReader }: JudgedChange,
  from: string,
  to: string,
): string =>
  [
    `- ${code(path)} ${markdownText(what)}.`,
    ...(evidence.length > 0 ? [`  - guessed, since ${markdownText(evidence.join(', '))}`] : []),
    `  - **${olderReader.verdict}** for a reader of ${markdownText(from)}: ${markdownText(olderReader.reason)}`,
    `  - **${newerReader.verdict}** for a reader of ${markdownText(to)}: ${markdownText(newerReader.reason)}`,
  ].join('\n');

const code = (text: string): string => `<code>${markdownText(text)}</code>`;
