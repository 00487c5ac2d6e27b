import { valuesText } from '../../../shared/fieldText.ts';
import { formatCount, formatShare, plural } from '../../../shared/format.ts';
import type {
  JudgedChange,
  SchemaChange,
  SchemaExportFormat,
  SchemaReport,
  SchemaVersionStats,
  TypeSchema,
  UpcasterCoverage,
} from '../../../shared/model/schema.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { parseSchemaSource } from '../../../shared/schemaSource.ts';
import { readersOf, versionLabel } from '../../../shared/versionOrder.ts';
import type { CliCommand, CommandContext } from '../command.ts';
import { outFile, saveOut } from '../namedFiles.ts';
import { type CliStore, withStore } from '../openStore.ts';
import { usage } from '../output.ts';
import { table } from '../table.ts';

const exportFormats: readonly SchemaExportFormat[] = ['json-schema', 'markdown', 'typescript'];

export const schema: CliCommand = {
  name: 'schema',
  summary: 'the fields of every type and version, and how they changed',
  takes: '<store>',
  options: ['schema-version-from', 'type', 'as', 'out', 'projection'],
  examples: [
    ['schema clinic.sqlite', 'types, versions, fields, changes with their judgement, drift'],
    ['schema clinic.sqlite --schema-version-from metadata.rev', 'with versions from another place'],
    ['schema clinic.sqlite --as typescript --out clinic.ts', 'as TypeScript types'],
  ],
  notes: [
    '--schema-version-from: store (as its format says), type (the end of the name), inferred (from the payloads),',
    'metadata.<path> or data.<path>; without it, what was chosen in the app. Columns that are not read otherwise stand in',
    'the metadata. --projection adds what its upcasters reach.',
  ],
  run: (context) => withStore(context, (store) => run(context, store)),
};

async function run(context: CommandContext, store: CliStore): Promise<number> {
  const { options, output } = context;
  const from = options.text('schema-version-from');
  const type = options.text('type');
  if (from !== null) parseSchemaSource(from);
  if (options.text('as') !== null) return exportTo(context, store, { from, type });
  if (options.text('out') !== null) throw usage('--out belongs to --as json-schema, markdown or typescript.');
  await store.projection();
  const report = await store.call('schema.report', { from });
  const shown = type === null ? report : only(report, type);
  if (output.json) output.document(shown);
  else output.lines(shown.types.length === 0 ? ['No events.'] : reportLines(shown, output.width));
  return 0;
}

async function exportTo(
  context: CommandContext,
  store: CliStore,
  { from, type }: { readonly from: string | null; readonly type: string | null },
): Promise<number> {
  const { options, output } = context;
  const format = exportFormats.find((known) => known === options.text('as'));
  if (!format) throw usage(`--as takes ${exportFormats.join(', ')}, not "${options.text('as')}".`);
  const out = outFile(context);
  const { text, fileName } = await store.call('schema.export', { format, type, from });
  if (out !== null) await saveOut(context, out, text);
  else if (output.json) output.document({ file: fileName, text });
  else output.text(text);
  return 0;
}

function only(report: SchemaReport, name: string): SchemaReport {
  const types = report.types.filter(({ type }) => type === name);
  const families = report.families.filter(({ type }) => type === name);
  if (types.length + families.length === 0) throw new InspectorError('not-found', `No event has the type ${name}.`);
  return { ...report, types, families };
}

function reportLines({ types, families, versionsFrom }: SchemaReport, width: number): string[] {
  return [
    `Versions are taken from: ${versionsFrom}.`,
    '',
    ...types.flatMap((type) => [...typeLines(type, width), '']),
    ...families.flatMap((family) => [...familyLines(family), '']),
  ];
}

const versionName = (version: string | null): string =>
  version === null ? 'no version recorded' : versionLabel(version);

function typeLines(type: TypeSchema, width: number): string[] {
  const { inferred } = type;
  return [
    `${type.type}: ${plural(type.events, 'event')}`,
    ...(inferred === null ? type.versions : []).flatMap((version) => versionLines(version, width)),
    ...type.changes.flatMap(changeLines),
    ...(inferred === null
      ? []
      : ['  No version is recorded; these are inferred:', ...inferred.by.map((by) => `  ${by}`)]),
    ...(inferred?.versions ?? []).flatMap((version) => versionLines(version, width)),
    ...(inferred?.changes ?? []).flatMap(changeLines),
    ...type.drift.map(({ kind, schemaVersion, message }) =>
      kind === 'backwards' ? `  Backwards: ${message}` : `  Drift in ${versionName(schemaVersion)}: ${message}`,
    ),
    ...type.upcasters.map(coverageLine),
  ];
}

function versionLines(version: SchemaVersionStats, width: number): string[] {
  const when =
    version.firstRecordedAt === null ? '' : `, ${version.firstRecordedAt} to ${version.lastRecordedAt ?? 'unknown'}`;
  const lines = table(
    [
      { title: 'FIELD' },
      { title: 'JSON TYPES' },
      { title: 'PRESENT', align: 'right' },
      { title: 'VALUES', flexible: true },
    ],
    version.fields.map((field) => [
      field.path,
      field.types.join(' | '),
      formatShare(field.present, version.events),
      valuesText(field),
    ]),
    width - 4,
  );
  return [
    `  ${versionName(version.schemaVersion)}: ${formatCount(version.events)}${when}`,
    ...(version.fields.length === 0 ? ['    no fields'] : lines.map((line) => `    ${line}`)),
    ...(version.fieldsCut ? ['    More fields than are told apart: the rest is counted as *.'] : []),
  ];
}

function changeLines({ from, to, judged }: SchemaChange): string[] {
  const head = `  From ${versionName(from)} to ${versionName(to)}:`;
  if (judged.length === 0) return [`${head} the same fields`];
  return [head, ...judged.flatMap((change) => judgedLines(change, readersOf(from), readersOf(to)))];
}

const judgedLines = (
  { path, what, evidence, olderReader, newerReader }: JudgedChange,
  from: string,
  to: string,
): string[] => [
  `    ${path} ${what}.`,
  ...(evidence.length > 0 ? [`      guessed, since ${evidence.join(', ')}`] : []),
  `      ${olderReader.verdict.padEnd(8)} for a reader of ${from}: ${olderReader.reason}`,
  `      ${newerReader.verdict.padEnd(8)} for a reader of ${to}: ${newerReader.reason}`,
];

function coverageLine({ projection, newest, stranded, versions }: UpcasterCoverage): string {
  const by = projection === null ? 'No projection has upcasters' : `Upcasters of ${projection}`;
  if (stranded === 0) return `  ${by}: every event reaches ${versionName(newest)}.`;
  const stuck = versions.filter(({ reaches }) => !reaches).map(({ schemaVersion }) => versionName(schemaVersion));
  return `  ${by}: ${plural(stranded, 'event')} (${stuck.join(', ')}) ${stranded === 1 ? 'does' : 'do'} not reach ${versionName(newest)}.`;
}

function familyLines({ type, events, members = [], changes, drift }: TypeSchema): string[] {
  return [
    `${type}, with the version in the name: ${plural(events, 'event')}`,
    ...members.map((member) => `  ${member.type}: ${versionName(member.schemaVersion)}, ${formatCount(member.events)}`),
    ...changes.flatMap(changeLines),
    ...drift.filter(({ kind }) => kind === 'backwards').map(({ message }) => `  ${message}`),
  ];
}
