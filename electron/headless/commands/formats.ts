import type { CliCommand } from '../command.ts';
import { withWorker } from '../openStore.ts';
import { usage } from '../output.ts';
import { table } from '../table.ts';

export const formats: CliCommand = {
  name: 'formats',
  summary: 'what can be opened, and what proves that it is read right',
  takes: '',
  options: [],
  examples: [['formats', 'the formats by name, with what wrote the stores that they are tested on']],
  run: (context) => {
    const { output, stores } = context;
    if (stores.length > 0) throw usage(`formats takes no store: "${stores[0]}" is one too many.`);
    return withWorker(context, async (call) => {
      const list = await call('formats.list', {});
      if (output.json) output.document(list);
      else {
        const columns = [{ title: 'FORMAT' }, { title: 'ID' }, { title: 'PROVEN BY', flexible: true }];
        const rows = list.map(({ name, id, provenBy }) => [name, id, provenBy]);
        output.lines(table(columns, rows, output.width));
      }
      return 0;
    });
  },
};
