import { rm } from 'node:fs/promises';
import { formatCount, plural } from '../../../../shared/format.ts';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import { readHead } from '../source/fileHead.ts';
import { type ReadableFile, readableFile, sqliteLists } from '../source/readableFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import type { Workspace } from '../source/workspace.ts';
import { type RowSink, readDump, readTable } from './readRows.ts';
import type { TableForm } from './tableFile.ts';
import { TableWriter } from './tableWriter.ts';

/** A file with rows: of one table, or a dump of many. */
export interface TableSource {
  readonly file: SourceFile;
  readonly rows: { readonly table: string; readonly form: TableForm } | 'dump';
}

/** Problems of a set that are listed one by one; all are counted. */
const LISTED_PROBLEMS = 1000;

/**
 * Reads rows of text files into a SQLite file in the private folder, a table each, for the formats that read such
 * tables. A row that cannot be read is a problem with file and line; of a file that cannot be unpacked likewise.
 */
export async function importTables(sources: readonly TableSource[], workspace: Workspace): Promise<ReadableFile> {
  const writer = new TableWriter(workspace.privatePath('tables.sqlite'));
  const problems: RowProblem[] = [];
  let unlisted = 0;
  const isOne = sources.length === 1;
  try {
    for (const { file, rows } of sources) {
      const problem = (place: string, reason: string): void => {
        const named = [isOne ? '' : file.name, place].filter((part) => part !== '').join(', ') || file.name;
        if (problems.length < LISTED_PROBLEMS) problems.push({ place: named, reason, ordinal: null });
        else unlisted++;
      };
      const readable = await readableFile(file.path, file.name, workspace);
      for (const { place, reason } of readable.problems) problem(place, reason);
      const sink: RowSink = {
        table: (name, columns) => writer.table(name, columns),
        row: (name, columns, values) => writer.add(name, columns, values),
        problem: (line, reason) => problem(line === 0 ? '' : `line ${formatCount(line)}`, reason),
        pause: async (bytes) => {
          await workspace.context.breathe({ phase: 'read', done: bytes, unit: 'bytes' });
          workspace.context.signal.throwIfAborted();
        },
      };
      if (rows === 'dump') await readDump(readable.readPath, sink);
      else await readTable(readable.readPath, rows.table, rows.form, sink);
      if (readable.readPath !== file.path) await rm(readable.readPath);
    }
    writer.finish();
  } finally {
    writer.close();
  }
  if (unlisted > 0) {
    const reason = `There are ${plural(unlisted, 'more row')} that cannot be read.`;
    problems.push({ place: 'the tables', reason, ordinal: null });
  }
  const counts = [...writer.counts()].map(([name, count]) => `${name} (${plural(count, 'row')})`);
  const { path } = writer;
  return {
    readPath: path,
    head: { ...(await readHead(path)), ...sqliteLists(path, path) },
    walBytes: 0,
    imported: true,
    notes: [`Rows were read into tables of a private copy: ${counts.join(', ')}.`],
    problems,
    notLive: 'Its rows were read into a private copy: what is appended is not seen.',
  };
}
