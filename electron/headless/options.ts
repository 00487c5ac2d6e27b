import { parseArgs } from 'node:util';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { didYouMean } from './suggest.ts';

interface OptionSpec {
  /** What stands for the value in the help; `null` for a switch. */
  readonly value: string | null;
  readonly help: string;
}

/** Every option of every command, with one meaning each. */
export const optionSpecs = {
  json: { value: null, help: 'print one JSON document, 64-bit numbers as text' },
  encodings: { value: 'FILE', help: 'read payloads as this file says, type by type' },
  mapping: { value: 'FILE', help: 'read the store by this mapping: see `eventloupe mapping --help`' },
  'no-cache': { value: null, help: 'neither read nor write the kept index and snapshots' },
  where: {
    value: 'QUERY',
    help: "of events 'type:Money* data.amount:>100', of states a condition: 'state.balance < 0'",
  },
  sort: { value: 'BY', help: 'name, events, last, or a value: state.balance; with a - before it the largest first' },
  limit: { value: 'N', help: 'print at most N' },
  offset: { value: 'N', help: 'leave out the first N' },
  stream: { value: 'STREAM', help: 'the stream' },
  projection: { value: 'FILE', help: 'fold with this projection file instead of merging payloads' },
  partition: { value: 'KEY', help: 'partition of the projection' },
  'other-stream': { value: 'STREAM', help: 'compare with this stream' },
  'other-partition': { value: 'KEY', help: 'compare with this partition' },
  'other-projection': { value: 'FILE', help: 'compare with what this projection file makes of the same events' },
  at: { value: 'POINT', help: '#ordinal, position, ISO time, start or end (default: end)' },
  from: { value: 'POINT', help: 'first point' },
  to: { value: 'POINT', help: 'last point' },
  edits: { value: 'FILE', help: 'edits of the log, a JSON object each; - reads standard input' },
  'other-edits': { value: 'FILE', help: 'another branch to compare with, in place of reality' },
  want: { value: 'JSON', help: 'values that the state is to have, e.g. \'{"balance":100}\'' },
  event: { value: 'EVENT', help: 'event id, or #N' },
  type: { value: 'TYPE', help: 'only this event type' },
  as: { value: 'FORMAT', help: 'json-schema, markdown or typescript, instead of the list' },
  'schema-version-from': { value: 'PLACE', help: 'store, type, inferred, metadata.<path> or data.<path>' },
  path: { value: 'POINTER', help: 'JSON Pointer of a value in the state, e.g. /balance' },
  trace: { value: null, help: 'also print what console.log says at the last 100 events of the partition' },
  out: { value: 'FILE', help: 'write to this file; - prints it' },
  format: { value: 'FORM', help: 'sarif or junit, for the machine that reads it' },
  baseline: { value: 'FILE', help: 'what `check --json` printed before: only new findings fail' },
  port: { value: 'N', help: 'port of the browser host; 0 takes a free one (default)' },
  'no-open': { value: null, help: 'do not open a browser' },
  'snapshot-every': { value: 'N', help: 'keep a state every N events of a partition; 0 keeps none (default: 100)' },
  browser: { value: null, help: 'in the browser, even where the desktop window could be had' },
  help: { value: null, help: 'show this' },
  version: { value: null, help: 'print the version' },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof optionSpecs;

/** A parsed command line: what stood on it, checked against what the command takes. */
export class Options {
  readonly #values: ReadonlyMap<string, string | true>;
  constructor(values: ReadonlyMap<string, string | true>) {
    this.#values = values;
  }

  has(name: OptionName): boolean {
    return this.#values.has(name);
  }

  text(name: OptionName): string | null {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : null;
  }

  /** The option's text. Throws `bad-request` when it was not given. */
  required(name: OptionName): string {
    const value = this.text(name);
    if (value === null) throw new InspectorError('bad-request', `--${name} ${optionSpecs[name].value} is needed here.`);
    return value;
  }

  /** A whole number from 0. Throws `bad-request` for anything else. */
  count(name: OptionName, fallback: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    if (!/^\d{1,15}$/.test(value)) {
      throw new InspectorError('bad-request', `--${name} takes a whole number, not "${value}".`);
    }
    return Number(value);
  }
}

/** Splits a command's arguments. Throws `bad-request` with a suggestion for what it does not take. */
export function parseOptions(
  args: readonly string[],
  allowed: readonly OptionName[],
): { stores: readonly string[]; options: Options } {
  const known = [...allowed, 'help', 'json'] as OptionName[];
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(optionSpecs).map(([name, spec]) => [name, { type: spec.value === null ? 'boolean' : 'string' }]),
    ),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values = new Map<string, string | true>();
  const stores: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') stores.push(token.value);
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name as OptionName)) {
      const other = Object.hasOwn(optionSpecs, token.name) ? ' This command does not take it.' : '';
      throw new InspectorError(
        'bad-request',
        `There is no option ${token.rawName} here.${other}${suggest(token.name, known)}`,
      );
    }
    const { value: placeholder } = optionSpecs[token.name as OptionName];
    // A query may begin with `-`, an option's name begins with `--`: the value was forgotten.
    const forgotten = token.value === undefined || (!token.inlineValue && token.value.startsWith('--'));
    if (placeholder !== null && forgotten) {
      throw new InspectorError('bad-request', `${token.rawName} needs a value: ${token.rawName} ${placeholder}.`);
    }
    if (placeholder === null && token.value !== undefined) {
      throw new InspectorError('bad-request', `${token.rawName} takes no value.`);
    }
    values.set(token.name, token.value ?? true);
  }
  return { stores, options: new Options(values) };
}

const suggest = (name: string, known: readonly string[]): string => didYouMean(name, known).replace('"', '"--');
