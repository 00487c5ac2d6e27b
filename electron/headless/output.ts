import { once } from 'node:events';
import { formatBytes, formatCount, formatShare } from '../../shared/format.ts';
import { type JsonValue, stringifyJson } from '../../shared/json.ts';
import { InspectorError, toWire } from '../../shared/protocol/errors.ts';
import type { Progress } from '../../shared/protocol/requests.ts';
import { visible } from './table.ts';

/** Where a command prints. Standard output carries the result and nothing else. */
export interface Output {
  readonly json: boolean;
  /** Aborted when standard output takes no more: nothing that is still to be found out can be said. */
  readonly unwritable: AbortSignal;
  /** The exit code that this asks for: 0 where the reader just stopped reading, as `head` does. */
  exitCode(code: number): number;
  /** Columns of the terminal, or without end where output goes to a file or pipe. */
  readonly width: number;
  /** Text for people, a line each: control characters of the store's texts are spelled out. */
  lines(lines: readonly string[]): void;
  /** One JSON document. Plain data; `ExactNumber` prints its digits. */
  document(value: unknown): void;
  /** One JSON document whose last field is a long list, written in parts. Nothing is printed before the first part. */
  listDocument(head: Readonly<Record<string, unknown>>, list: string): ListDocument;
  text(text: string): void;
  /** To standard error, for people: never under `--json`. */
  note(text: string): void;
  /** A line that overwrites itself on standard error, if that is a terminal. */
  progress(progress: Progress | null): void;
}

export interface ListDocument {
  /** Resolves when the reader has taken what was written. */
  items(values: readonly unknown[]): Promise<void>;
  end(): void;
}

const phases: Readonly<Record<Progress['phase'], string>> = {
  detect: 'Looking',
  index: 'Indexing',
  read: 'Reading',
  replay: 'Replaying',
  check: 'Checking',
  hash: 'Hashing',
  write: 'Writing',
};

function progressText({ phase, done, total, unit }: Progress): string {
  const amount = unit === 'bytes' ? formatBytes(done) : `${formatCount(done)} ${unit}`;
  return `${phases[phase]} ${total ? `${formatShare(done, total)}, ` : ''}${amount}`;
}

export function createOutput(json: boolean): Output {
  const { stdout, stderr } = process;
  const unwritable = new AbortController();
  let unwritableCode: number | null = null;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (unwritableCode !== null) return;
    unwritableCode = error.code === 'EPIPE' ? 0 : 2;
    if (unwritableCode !== 0) {
      const message = `Standard output cannot be written: ${error.message}.`;
      stderr.write(failureText(new InspectorError('unreadable', message), json));
    }
    unwritable.abort();
    process.exitCode = unwritableCode; // For what is only noticed after the command has ended.
  });
  stderr.on('error', () => {}); // There is nowhere left to say so.
  const showsProgress = stderr.isTTY && !json;
  return {
    json,
    unwritable: unwritable.signal,
    exitCode: (code) => unwritableCode ?? code,
    width: stdout.isTTY ? Math.max(60, stdout.columns) : Number.POSITIVE_INFINITY,
    lines: (lines) => void stdout.write(lines.map((line) => `${visible(line)}\n`).join('')),
    document: (value) => void stdout.write(`${stringifyJson(value as JsonValue, 2)}\n`),
    listDocument: (head, list) => listDocument(stdout, head, list),
    text: (text) => void stdout.write(text),
    note: (text) => void (json || stderr.write(`${visible(text)}\n`)),
    progress: (progress) => {
      if (showsProgress) stderr.write(progress ? `\r\u001b[K${progressText(progress)}` : '\r\u001b[K');
    },
  };
}

function listDocument(stdout: NodeJS.WriteStream, head: Readonly<Record<string, unknown>>, list: string): ListDocument {
  // Everything up to the place where the first item goes.
  const opening = stringifyJson({ ...head, [list]: [] } as JsonValue, 2).replace(/\]\n\}$/, '');
  let count = 0;
  const begin = (): string => (count === 0 ? opening : ',');
  return {
    async items(values) {
      let text = '';
      for (const value of values) {
        text += `${begin()}\n${stringifyJson(value as JsonValue, 2).replace(/^/gm, '    ')}`;
        count++;
      }
      if (!stdout.write(text)) await once(stdout, 'drain');
    },
    end: () => void stdout.write(count === 0 ? `${opening}]\n}\n` : '\n  ]\n}\n'),
  };
}

/** What a failed command says on standard error, and nothing on standard output. */
export function failureText(error: unknown, json: boolean): string {
  const { code, message, data } = toWire(error);
  if (json) return `${JSON.stringify({ error: data ? { code, message, data } : { code, message } })}\n`;
  const tried = (data?.rejections ?? []).map(({ formatName, reason }) => `  ${formatName}: ${reason}`);
  return [`eventloupe: ${message}`, ...tried, ...(data?.advice ? [data.advice] : [])]
    .map(visible)
    .join('\n')
    .concat('\n');
}

/** Ends with a message for who uses the command line wrongly. */
export const usage = (message: string): InspectorError => new InspectorError('bad-request', message);
