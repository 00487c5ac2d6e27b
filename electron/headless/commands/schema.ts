import { formatCount, formatShare, plural } from '../../../shared/format.ts';
import type { SchemaVersionStats, TypeSchema } from '../../../shared/model/schema.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { table, visible } from '../table.ts';

export const schema: CliCommand = {
  name: 'schema',
  summary: 'the fields of every type and version, and how they changed',
  takes: '<store>',
  options: [],
  examples: [['schema clinic.sqlite', 'types, versions, fields with their JSON types, changes and drift']],
  run: (context) =>
    withStore(context, async (store) => {
      const report = await store.call('schema.report', {});
      if (context.output.json) context.output.document(report);
      else {
        const { width } = context.output;
        context.output.lines(
          report.types.length === 0 ? ['No events.'] : report.types.flatMap((type) => [...typeLines(type, width), '']),
        );
      }
      return 0;
    }),
};

const versionName = (version: string | null): string =>
  version === null ? 'no version recorded' : `version ${version}`;

function typeLines(type: TypeSchema, width: number): string[] {
  return [
    `${visible(type.type)}: ${plural(type.events, 'event')}`,
    ...type.versions.flatMap((version) => versionLines(version, width)),
    ...type.changes.map(({ from, to, added, removed, retyped }) => {
      const parts = [
        ...added.map((path) => `+ ${path}`),
        ...removed.map((path) => `- ${path}`),
        ...retyped.map((r) => `${r.path}: ${r.from.join('|')} → ${r.to.join('|')}`),
      ];
      return `  From ${versionName(from)} to ${versionName(to)}: ${parts.length === 0 ? 'the same fields' : visible(parts.join(', '))}`;
    }),
    ...type.drift.map(({ schemaVersion, path, message, ordinal }) =>
      visible(`  Drift in ${versionName(schemaVersion)}, ${path}: ${message} (first at #${ordinal})`),
    ),
  ];
}

function versionLines(version: SchemaVersionStats, width: number): string[] {
  const when =
    version.firstRecordedAt === null ? '' : `, ${version.firstRecordedAt} to ${version.lastRecordedAt ?? 'unknown'}`;
  const lines = table(
    [{ title: 'FIELD', flexible: true }, { title: 'JSON TYPES' }, { title: 'PRESENT', align: 'right' }],
    version.fields.map(({ path, types, present }) => [path, types.join(' | '), formatShare(present, version.events)]),
    width - 4,
  );
  return [
    `  ${visible(versionName(version.schemaVersion))}: ${formatCount(version.events)}${when}`,
    ...(version.fields.length === 0 ? ['    no fields'] : lines.map((line) => `    ${line}`)),
  ];
}
