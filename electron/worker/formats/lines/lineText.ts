import type { JsonValue } from '../../../../shared/json.ts';
import { parseJson } from '../../../../shared/json.ts';

// PostgreSQL's COPY in text form doubles every backslash of the JSON that it writes. Which form a file has is decided
// once, by the first line that can be read in one of the two ways only; before that no line differs in the other.

const copyEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A COPY field as the text it stands for. */
const undoCopy = (text: string): string =>
  text.replace(/\\(.)/gs, (_, escaped: string) => copyEscapes[escaped] ?? escaped);

export class LineText {
  /** What is known of the file's form so far. */
  form: 'undecided' | 'json' | 'copy' = 'undecided';

  /** Whether the file turned out to be COPY text. */
  get isCopy(): boolean {
    return this.form === 'copy';
  }

  /** Whether a record's bytes are its JSON as they stand. */
  get bytesAreJson(): boolean {
    return !this.isCopy;
  }

  /** Whether a telling line would decide what the file is. */
  get isUndecided(): boolean {
    return this.form === 'undecided';
  }

  /** The line as JSON text. */
  toJson(line: string): string {
    return this.form === 'copy' ? undoCopy(line) : line;
  }

  /** The line's value, decided on the way which form the file has. Throws SyntaxError. */
  parse(line: string): JsonValue {
    if (this.form === 'undecided' && line.includes('\\')) this.#decide(line);
    return parseJson(this.toJson(line));
  }

  #decide(line: string): void {
    const asItStands = parses(line);
    const undone = parses(undoCopy(line));
    if (asItStands !== undone) this.form = asItStands ? 'json' : 'copy';
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
