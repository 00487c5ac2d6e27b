import type { RowProblem } from '../../../../shared/model/finding.ts';
import type { FormatRejection } from '../../../../shared/model/store.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { CopyStamp } from '../copySqlite.ts';
import type { StoreFormat, StoreHead } from '../format.ts';
import { detect } from '../registry.ts';
import { tablesOfOneStore } from '../relational/findTables.ts';
import { importTables, type TableSource } from '../relational/importTables.ts';
import { readHead, readStarts } from './fileHead.ts';
import { joinParts } from './joinParts.ts';
import { headOf, identify, type Member } from './member.ts';
import { continuesSeries, missingParts, naturalOrder } from './partNames.ts';
import type { Part } from './partPlaces.ts';
import { readableFile } from './readableFile.ts';
import { nameSome, type PassedOver, passedOverNotes, siftFiles } from './siftFiles.ts';
import type { SourceFile } from './sourceFile.ts';
import type { Workspace } from './workspace.ts';

/** Reasons that a failed opening lists; a folder may hold thousands of files. */
const SHOWN_FILES = 20;

/** Files that may be one store: those of a folder, of an archive, or given together. */
export interface FileSet {
  /** What the person calls it: the folder's name. */
  readonly name: string;
  /** Path of the folder or archive; of the first of several files. */
  readonly path: string;
  readonly kind: 'folder' | 'zip file' | 'set of files';
  readonly files: readonly SourceFile[];
  /** What of it could not be listed. */
  readonly passedOver: readonly PassedOver[];
}

/** How a set of files is read as one store. */
export interface OpenedFiles {
  readonly readPath: string;
  readonly head: StoreHead;
  readonly walBytes: number;
  readonly copied?: CopyStamp;
  /** Set for a SQLite file that was made of tables in other forms. */
  readonly imported?: true;
  readonly notes: readonly string[];
  readonly problems: readonly RowProblem[];
  readonly files?: readonly SourceFile[];
  readonly parts?: readonly Part[];
  readonly notLive?: string | undefined;
  /** Set where one of the files alone is the store. */
  readonly only?: SourceFile;
}

/**
 * Finds out what several files are: a log that one format keeps in a folder, parts of one export, or files of which
 * one holds events. Throws `not-a-store` with what each file is where they are none of these.
 */
export async function openFiles(
  set: FileSet,
  candidates: readonly StoreFormat[],
  workspace: Workspace,
): Promise<OpenedFiles> {
  const { left, passedOver } = siftFiles(set.files);
  const aside = [...set.passedOver, ...passedOver];
  if (left.length === 0) throw nothingIn(set, aside);

  const head: StoreHead = {
    bytes: new Uint8Array(),
    whole: true,
    tables: null,
    files: new Map(set.files.map(({ name, bytes }) => [name, bytes])),
    starts: await readStarts(left),
  };
  const asFolder = detect(head, candidates);
  if (asFolder.format !== null) {
    const notLive = 'It is a folder: what is appended is not seen.';
    const notes = passedOverNotes(set.passedOver);
    return { readPath: set.path, head, walBytes: 0, notes, problems: [], files: set.files, notLive };
  }

  const heads = await inTurn(left, workspace, (file) => headOf(file, workspace));
  const tables = tablesOfOneStore(heads, candidates);
  if (tables !== null) return openTables(tables, left, aside, workspace);

  const members = await inTurn(heads, workspace, (member) => identify(member, candidates, workspace));
  const stores = members.filter(({ format }) => format !== null);
  const others = members.filter(({ format }) => format === null);
  const [first] = stores;
  if (first === undefined) throw noStoreIn(set, members, asFolder.rejections, aside);
  if (!areParts(stores)) throw severalIn(set, stores, asFolder.rejections);

  // A file that is named like one more part and does not open is lost, not merely passed over.
  const names = stores.map(({ file }) => file.name);
  const lost = others.filter(({ file }) => first.shape !== null && continuesSeries(names, file.name));
  const clauses = others
    .filter((member) => !lost.includes(member))
    .map(({ file, why }) => ({ name: file.name, why: clauseOf(why) }));
  const series = [...others.map(({ file }) => file), ...aside].map(({ name }) => name);
  const there = [...names, ...series.filter((name) => continuesSeries(names, name))];
  const notes = [...missingParts(there.toSorted(naturalOrder)), ...passedOverNotes([...aside, ...clauses])];
  const opened = stores.length === 1 ? await openOne(set, first, workspace) : await openParts(set, stores, workspace);
  const problems = lost.map(({ file, why }) => ({ place: file.name, reason: why, ordinal: null }));
  return { ...opened, notes: [...opened.notes, ...notes], problems: [...problems, ...opened.problems] };
}

async function inTurn<T, R>(all: readonly T[], { context }: Workspace, look: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const one of all) {
    done.push(await look(one));
    await context.breathe({ phase: 'detect', done: done.length, total: all.length, unit: 'files' });
    context.signal.throwIfAborted();
  }
  return done;
}

/** Reads the files that are tables of one store; the others are passed over. */
async function openTables(
  tables: readonly TableSource[],
  left: readonly SourceFile[],
  aside: readonly PassedOver[],
  workspace: Workspace,
): Promise<OpenedFiles> {
  const opened = await importTables(tables, workspace);
  const others = left.filter((file) => !tables.some((table) => table.file === file));
  const passedOver = [...aside, ...others.map(({ name }) => ({ name, why: 'no table' }))];
  return { ...opened, notes: [...opened.notes, ...passedOverNotes(passedOver)] };
}

/** Whether files that open are one store: a single one, or parts with the same shape. */
const areParts = (stores: readonly Member[]): boolean =>
  stores.length === 1 || stores.every(({ shape }) => shape !== null && shape.key === stores[0]!.shape?.key);

async function openOne(set: FileSet, { file, readable }: Member, workspace: Workspace): Promise<OpenedFiles> {
  const { name, path } = file;
  const opened = readable ?? (await readableFile(path, name, workspace));
  const chosen = set.files.length > 1 ? [`Of the ${set.kind} "${set.name}", ${name} is read.`] : [];
  return { ...opened, only: file, notes: [...chosen, ...opened.notes] };
}

async function openParts(set: FileSet, members: readonly Member[], workspace: Workspace): Promise<OpenedFiles> {
  const inOrder = members.toSorted((a, b) => naturalOrder(a.file.name, b.file.name));
  const files = inOrder.map(({ file }) => file);
  const names = files.map(({ name }) => name);
  const joined = await joinParts(files, inOrder[0]!.shape!.header, workspace);
  return {
    readPath: joined.path,
    head: { ...(await readHead(joined.path)), tables: null },
    walBytes: 0,
    notes: [`Read as one store, in this order: ${nameSome(names)}.`, ...joined.notes],
    problems: joined.problems,
    parts: joined.parts,
    notLive: `It is read from a ${set.kind}: what is appended is not seen.`,
  };
}

function nothingIn({ name, kind, files }: FileSet, aside: readonly PassedOver[]): InspectorError {
  const denied = aside.find(({ why }) => why.includes('may not be read'));
  const but = aside.length === 0 ? '' : ` but ${nameSome(aside.map((one) => `${one.name} (${one.why})`))}`;
  const message =
    files.length === 0 && aside.length === 0
      ? `The ${kind} "${name}" is empty.`
      : `The ${kind} "${name}" holds no file to open${but}.`;
  return new InspectorError('not-a-store', message, {
    rejections: [],
    advice: denied ? 'Check the permissions.' : 'Open the folder, or the file, that holds the events.',
  });
}

function noStoreIn(
  { name, kind }: FileSet,
  members: readonly Member[],
  asFolder: readonly FormatRejection[],
  aside: readonly PassedOver[],
): InspectorError {
  const but = aside.length === 0 ? '' : ` Passed over: ${nameSome(aside.map((one) => `${one.name} (${one.why})`))}.`;
  const [only] = members.length === 1 ? members : [];
  const perFile = only ? only.rejections : members.slice(0, SHOWN_FILES).map(rejectionOf);
  return new InspectorError('not-a-store', `No file in the ${kind} "${name}" is an event store.${but}`, {
    rejections: [...asFolder, ...perFile],
    advice: 'Events as JSON Lines, one object per line, can always be opened: see the README for the field names.',
  });
}

function severalIn(
  { name, kind }: FileSet,
  stores: readonly Member[],
  asFolder: readonly FormatRejection[],
): InspectorError {
  const named = stores.map(({ file, format }) => `${file.name} (${format!.name})`);
  return new InspectorError(
    'not-a-store',
    `The ${kind} "${name}" holds ${stores.length} stores that are not parts of one: ${nameSome(named)}.`,
    // A format that opens each of them knows best why it does not open them together.
    {
      rejections: asFolder.filter(({ format: id }) => stores.some(({ format }) => format!.id === id)),
      files: stores.map(({ file }) => file.name),
      advice: 'Open one of them.',
    },
  );
}

const rejectionOf = ({ file, why }: Member): FormatRejection => ({
  format: file.name,
  formatName: file.name,
  reason: why,
});

/** A sentence as a clause in brackets. */
const clauseOf = (sentence: string): string => sentence.replace(/\.$/, '');
