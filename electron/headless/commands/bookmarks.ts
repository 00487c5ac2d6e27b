import { plural } from '../../../shared/format.ts';
import type { CliCommand } from '../command.ts';
import { outFile, saveOut } from '../namedFiles.ts';
import { withStore } from '../openStore.ts';
import { table } from '../table.ts';

export const bookmarks: CliCommand = {
  name: 'bookmarks',
  summary: 'what was marked and noted in this store',
  takes: '<store>',
  options: ['out', 'no-cache'],
  examples: [
    ['bookmarks bank.jsonl', 'the list'],
    ['bookmarks bank.jsonl --out notes.md', 'as Markdown; as JSON where the name ends in .json'],
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const out = outFile(context);
      if (!options.has('out')) {
        const found = await store.call('bookmarks.list', {});
        if (output.json) output.document({ bookmarks: found });
        else {
          output.lines([
            plural(found.length, 'bookmark'),
            ...(found.length === 0
              ? []
              : [
                  '',
                  ...table(
                    [{ title: 'PLACE' }, { title: 'RECORDED AT' }, { title: 'NOTE', flexible: true }],
                    found.map(({ title, recordedAt, note }) => [title, recordedAt ?? '–', note.replace(/\s+/g, ' ')]),
                    output.width,
                  ),
                ]),
          ]);
        }
        return 0;
      }
      const isJson = out !== null && /\.json$/i.test(out);
      const { text } = await store.call('bookmarks.export', { as: isJson ? 'json' : 'markdown' });
      if (out === null) output.text(text);
      else await saveOut(context, out, text);
      return 0;
    }),
};
