// The commands that give each number of a report again. Pure.
import type { Report, ReportOptions } from '../../../shared/model/report.ts';
import { addTerm } from '../../../shared/query.ts';
import { type ReadBy, readByFiles } from './readByFiles.ts';
import { shellWord } from './shellWord.ts';

/**
 * `stores` are the names of the file, folder or files; run the commands where they are, and projection files too. Those
 * that write what the others need come first.
 */
export function reproduceCommands(
  stores: readonly string[],
  options: ReportOptions,
  fromOrdinal: number,
  toOrdinal: number,
  readBy: ReadBy,
): Report['reproduce'] {
  const files = readByFiles(stores[0]!, readBy);
  const command = (name: string, ...words: string[]): string =>
    ['npx eventloupe', name, ...stores.map(shellWord), ...words, ...files.words].join(' ');
  const range = `#${fromOrdinal}..#${Math.max(fromOrdinal, toOrdinal)}`;
  const where = shellWord(addTerm(options.query, range));
  const { include } = options;
  const found = [
    ...files.commands,
    { what: 'Source: size, SHA-256, format, counts by type and version', command: command('info', '--json') },
    { what: 'Events in scope: how many match', command: command('events', '--where', where, '--limit', '1', '--json') },
  ];
  if (include.integrity) found.push({ what: 'Integrity findings', command: command('check', '--json') });
  if (include.schema) found.push({ what: 'Schema versions and their fields', command: command('schema', '--json') });
  if (include.consumers)
    found.push({ what: 'Consumers and how far behind they are', command: command('info', '--json') });
  for (const stream of options.streams) {
    const which =
      (options.reducer ?? 'merge') === 'merge'
        ? ['--stream', shellWord(stream)]
        : ['--projection', shellWord(options.reducer!), '--partition', shellWord(stream)];
    const at = `#${toOrdinal}`;
    found.push({ what: `State of ${stream}`, command: command('state', ...which, '--at', shellWord(at), '--json') });
    if (fromOrdinal > 0) {
      const from = shellWord(`#${fromOrdinal - 1}`);
      found.push({
        what: `What changed in ${stream}`,
        command: command('diff', ...which, '--from', from, '--to', shellWord(at), '--json'),
      });
    }
  }
  if (include.bookmarks)
    found.push({ what: 'Bookmarks, for whoever noted them', command: command('bookmarks', '--json') });
  if (include.events) {
    const limit = String(options.eventLimit);
    found.push({ what: 'The events listed', command: command('events', '--where', where, '--limit', limit, '--json') });
  }
  return found;
}
