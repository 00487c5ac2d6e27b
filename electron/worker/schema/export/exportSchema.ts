import type { SchemaExportFormat, SchemaReport, TypeSchema } from '../../../../shared/model/schema.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { writeJsonSchema } from './writeJsonSchema.ts';
import { writeMarkdown } from './writeMarkdown.ts';
import { writeTypeScript } from './writeTypeScript.ts';

const kinds = {
  'json-schema': { ending: 'schema.json', mimeType: 'application/schema+json' },
  markdown: { ending: 'schema.md', mimeType: 'text/markdown' },
  typescript: { ending: 'schema.ts', mimeType: 'text/typescript' },
} as const;

/** The schemas of all types, or of one or a family, as a file. Throws `not-found` for a type that no event has. */
export function exportSchema(
  report: SchemaReport,
  {
    format,
    type,
    store,
  }: { readonly format: SchemaExportFormat; readonly type: string | null; readonly store: string },
): { fileName: string; mimeType: string; text: string } {
  const types = type === null ? report.types : chosen(report, type);
  const { ending, mimeType } = kinds[format];
  const stem = [store, ...(type === null ? [] : [type])].join('.').replace(/[^\w.-]+/g, '-');
  const text =
    format === 'json-schema'
      ? writeJsonSchema(types, store)
      : format === 'typescript'
        ? writeTypeScript(types, store)
        : writeMarkdown(types, store, report.versionsFrom);
  return { fileName: `${stem}.${ending}`, mimeType, text };
}

function chosen({ types, families }: SchemaReport, name: string): TypeSchema[] {
  const found = families.find(({ type }) => type === name) ?? types.find(({ type }) => type === name);
  if (!found) throw new InspectorError('not-found', `No event has the type ${name}.`);
  return [found];
}
