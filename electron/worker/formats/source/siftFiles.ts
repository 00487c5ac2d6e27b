import type { SourceFile } from './sourceFile.ts';

/** A file that was left aside, and why, as a clause. */
export interface PassedOver {
  readonly name: string;
  readonly why: string;
}

const README =
  /^(?:readme|licen[cs]e|notice|copying|changelog|authors|manifest)(?:\.(?:md|txt|rst|adoc|html?|json))?$/i;
const MARKER =
  /^(?:_success|_started|_committed\S*)$|\.(?:md|md5|sha1|sha256|sha512|crc|asc|sig)$|^(?:md5|sha1|sha256|sha512)sums?(?:\.txt)?$/i;
const PROJECTION = /\.projection\.(?:js|mjs|ts|mts)$/;

/** Parts the files of a folder or archive into those that may hold events and those that never do. */
export function siftFiles(files: readonly SourceFile[]): { left: SourceFile[]; passedOver: PassedOver[] } {
  const names = new Set(files.map(({ name }) => name));
  const left: SourceFile[] = [];
  const passedOver: PassedOver[] = [];
  for (const file of files) {
    const why = whyNot(file, names);
    if (why === null) left.push(file);
    else passedOver.push({ name: file.name, why });
  }
  return { left, passedOver };
}

function whyNot({ name, bytes }: SourceFile, names: ReadonlySet<string>): string | null {
  const parts = name.split('/');
  const base = parts.at(-1)!;
  if (parts.some((part) => part.startsWith('.') || part === '__MACOSX')) return 'hidden';
  if (README.test(base)) return 'a description';
  if (PROJECTION.test(base)) return 'a projection';
  if (MARKER.test(base)) return 'beside the data';
  const database = /^(.+)-(?:wal|shm|journal)$/.exec(name)?.[1];
  if (database !== undefined && names.has(database)) return `belongs to ${database}`;
  return bytes === 0 ? 'empty' : null;
}

/** Sentences on what was left aside; at most ten names each. */
export function passedOverNotes(passedOver: readonly PassedOver[]): string[] {
  if (passedOver.length === 0) return [];
  return [`Passed over: ${nameSome(passedOver.map(({ name, why }) => `${name} (${why})`))}.`];
}

/** The first ten, and how many more. */
export function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(', ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
