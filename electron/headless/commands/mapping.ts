import { plural } from '../../../shared/format.ts';
import { fieldText, mappingText, sourceTitle } from '../../../shared/mappingText.ts';
import {
  type Mapping,
  type MappingInspection,
  type MappingPreview,
  mappingRoles,
} from '../../../shared/model/mapping.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { grantOf } from '../../paths/storeEntry.ts';
import type { CliCommand, CommandContext } from '../command.ts';
import { mappingOf } from '../mappingFile.ts';
import { outFile, writeOut } from '../namedFiles.ts';
import { withWorker } from '../openStore.ts';
import { usage } from '../output.ts';
import { table } from '../table.ts';

/** Records whose values stand beside the fields. */
const EXAMPLES = 3;

export const mapping: CliCommand = {
  name: 'mapping',
  summary: 'where the events of an unknown layout are: a first mapping, guessed, with what it reads',
  takes: '<store>',
  options: ['out'],
  examples: [
    ['mapping audit.sqlite --out audit.mapping.json', 'writes a mapping to edit'],
    ['info audit.sqlite --mapping audit.mapping.json', 'opens the store by it'],
  ],
  notes: [
    'It prints what the mapping reads in the first records, then the mapping itself. --out - prints the mapping alone.',
    'With --mapping it shows what that one reads. Exit code 1: the store does not open by it.',
  ],
  run: (context) =>
    withWorker(context, async (call, worker) => {
      const { stores, options, output } = context;
      const [first, ...others] = stores;
      if (first === undefined) throw usage('Name a store: a file or folder, or several files of one.');
      const out = outFile(context);
      const given = await mappingOf(options);
      const grant = { ...grantOf([first, ...others]), ...(given && { mapping: given }) };
      await worker.grant(grant);
      const { ref, name } = grant;
      const inspection = await call('mapping.inspect', given?.source.file ? { ref, file: given.source.file } : { ref });
      const shown = mustHave(inspection, name);
      const preview = await call('mapping.preview', { ref, mapping: shown });
      await print(context, shown, inspection, preview);
      if (out !== null) {
        await writeOut(out, mappingText(shown));
        if (!output.json) output.lines(['', `${out}: edit it, then read the store by it: --mapping ${out}`]);
      }
      return preview.opens ? 0 : 1;
    }),
};

function mustHave({ files, mapping: found }: MappingInspection, name: string): Mapping {
  if (found !== null) return found;
  throw files.length > 0
    ? new InspectorError('not-a-store', `"${name}" holds several stores: ${files.join(', ')}.`, {
        rejections: [],
        files,
        advice: 'Name one of the files.',
      })
    : new InspectorError('not-a-store', `"${name}" holds nothing to map: neither tables nor JSON nor columns.`);
}

async function print(
  { options, output }: CommandContext,
  shown: Mapping,
  { choices, remembered, damage }: MappingInspection,
  preview: MappingPreview,
): Promise<void> {
  if (options.text('out') === '-') return output.text(mappingText(shown));
  if (output.json) {
    return output.document({ mapping: shown, remembered, damage, choices, preview });
  }
  const others = choices.map(({ title }) => title).filter((title) => title !== sourceTitle(shown.source));
  const also = others.length === 0 ? '' : ` There are also: ${others.slice(0, 10).join(', ')}.`;
  if (damage !== null) output.lines([damage, '']);
  output.lines([
    `Reads ${sourceTitle(shown.source)}${remembered ? ', by the mapping that is remembered for this layout' : ''}.${also}`,
    '',
    ...fieldLines(shown, preview, output.width),
  ]);
  if (preview.errors.length > 0) {
    output.lines(['', ...preview.errors.map(({ field, message }) => `${field}: ${message}`)]);
  }
  if (!options.has('out')) output.lines(['', ...mappingText(shown).trimEnd().split('\n')]);
}

function fieldLines({ fields }: Mapping, { rows, more }: MappingPreview, width: number): string[] {
  const examples = rows.slice(0, EXAMPLES);
  const columns = [
    { title: 'FIELD' },
    { title: 'FROM' },
    {
      title: `IN THE FIRST ${plural(examples.length, 'RECORD', 'RECORDS')}${more || rows.length > EXAMPLES ? '' : ', ALL THERE ARE'}`,
      flexible: true,
    },
  ];
  const lines = mappingRoles.flatMap(({ role, title }) =>
    fields[role] === undefined
      ? []
      : [[title, fieldText(fields[role]), examples.map(({ values }) => values[role] ?? '–').join('  ·  ')]],
  );
  return table(columns, lines, width);
}
