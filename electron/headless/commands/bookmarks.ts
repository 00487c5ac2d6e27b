import { formatBytes, plural } from '../../../shared/format.ts';
import type { CliCommand } from '../command.ts';
import { withStore } from '../openStore.ts';
import { mustNotBeStore, saveOut } from '../saveOut.ts';
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
      const { options, output, stores } = context;
      const out = options.text('out');
      if (out === null) {
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
      if (out !== '-') mustNotBeStore(out, stores);
      const { text } = await store.call('bookmarks.export', { as: /\.json$/i.test(out) ? 'json' : 'markdown' });
      if (out === '-') {
        output.text(text);
        return 0;
      }
      const bytes = await saveOut(out, text);
      if (output.json) output.document({ file: out, bytes });
      else output.lines([`${out}: ${formatBytes(bytes)}`]);
      return 0;
    }),
};
