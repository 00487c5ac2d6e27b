import { extname } from 'node:path';
import type { ReportFormat } from '../../../shared/model/report.ts';
import type { CliCommand } from '../command.ts';
import { outFile, saveOut } from '../namedFiles.ts';
import { withStore } from '../openStore.ts';
import { usage } from '../output.ts';

const DEFAULT_EVENTS = 1000;

export const report: CliCommand = {
  name: 'report',
  summary: 'an audit report, as one HTML file that runs nothing, or as JSON',
  takes: '<store>',
  options: ['out', 'where', 'from', 'to', 'stream', 'projection', 'limit'],
  examples: [
    ['report bank.jsonl --out bank.report.html', 'the whole log'],
    [
      'report bank.jsonl --stream account-1017 --projection bank.projection.js --out report.json',
      'with the state of a stream, folded by your code',
    ],
  ],
  notes: [
    `The ending of --out chooses the format: .html or .json. It lists at most ${DEFAULT_EVENTS} events (--limit) and says`,
    'how many were left out. --stream adds the state of that stream. The same log and options give the same bytes.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const out = outFile(context);
      if (!options.has('out') && !output.json)
        throw usage('Where to? Give --out FILE.html or --out FILE.json, or --json.');
      const stream = options.text('stream');
      const written = await store.call('report.write', {
        format: out === null ? 'json' : formatOf(out),
        options: {
          title: `Audit report: ${store.summary.name}`,
          query: options.text('where') ?? '',
          from: options.text('from') ?? 'start',
          to: options.text('to') ?? 'end',
          streams: stream === null ? [] : [stream],
          reducer: (await store.projection())?.id ?? 'merge',
          include: { timeline: true, integrity: true, schema: true, consumers: true, events: true, bookmarks: true },
          eventLimit: options.count('limit', DEFAULT_EVENTS),
        },
      });
      if (out === null) output.text(written.text);
      else await saveOut(context, out, written.text);
      return 0;
    }),
};

function formatOf(out: string): ReportFormat {
  const ending = extname(out).toLowerCase();
  if (ending === '.html' || ending === '.htm') return 'html';
  if (ending === '.json') return 'json';
  throw usage(`A report is .html or .json, not "${ending || out}".`);
}
