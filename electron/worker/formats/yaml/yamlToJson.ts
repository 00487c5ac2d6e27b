import { doubleQuoted, plainScalar, singleQuoted, symbolName, unfolded } from './yamlScalars.ts';

// pure. Reads the YAML that Ruby's Psych writes (block style; https://yaml.org/spec/1.1) as plain data: tags are dropped,
// so that no class of anybody is ever made. Flow collections with content, comments and complex keys are not written by it
// and are refused.

const DEEPEST = 200;
/** Aliases may repeat what they point at: no more than this many characters in all. */
const MOST_REPEATED = 4 * 1024 * 1024;

/** The JSON text of a YAML document. Throws SyntaxError for what is none, or not of the kind said above. */
export function yamlToJson(text: string): string {
  return new YamlReader(text).document();
}

class YamlReader {
  readonly #lines: string[];
  #at = 0;
  #depth = 0;
  #repeated = 0;
  readonly #anchors = new Map<string, string>();

  constructor(text: string) {
    this.#lines = text.replaceAll('\r\n', '\n').split('\n');
  }

  document(): string {
    const first = this.#lines[0]!;
    // Line breaks of YAML 1.1 that JavaScript's texts are full of for other reasons.
    if (this.#lines.some((line) => /[\x85\u2028\u2029]/.test(line)))
      throw this.#error('it has line breaks of a rare kind');
    if (!/^---(?: |$)/.test(first)) throw this.#error('a document begins with ---');
    this.#at = 1;
    const value = this.#node(first.slice(3).trim(), -1);
    while (this.#at < this.#lines.length && /^(?:\.\.\.)?\s*$/.test(this.#lines[this.#at]!)) this.#at++;
    if (this.#at < this.#lines.length) throw this.#error('there is more behind its end');
    return value;
  }

  /** The value of a key, an item or the document: `rest` stands on the line that was begun, `parent` is its indent. */
  #node(rest: string, parent: number, mayDedent = false): string {
    if (++this.#depth > DEEPEST) throw this.#error('it is nested too deeply');
    let anchor: string | null = null;
    let isTagged = false;
    let inline = rest;
    for (let match = /^([&!])(\S*)\s*/.exec(inline); match !== null; match = /^([&!])(\S*)\s*/.exec(inline)) {
      if (match[1] === '&') anchor = match[2]!;
      else isTagged = true;
      inline = inline.slice(match[0].length);
    }
    const value = inline === '' ? this.#below(parent, mayDedent) : this.#inline(inline, parent, isTagged);
    if (anchor !== null) this.#anchors.set(anchor, value);
    this.#depth--;
    return value;
  }

  #inline(text: string, parent: number, isTagged: boolean): string {
    if (/^\*\S+$/.test(text)) return this.#alias(text.slice(1));
    if (/^[|>][-+\d]*$/.test(text)) return JSON.stringify(this.#blockScalar(text, parent));
    if (text[0] === '"' || text[0] === "'") return JSON.stringify(this.#quoted(text));
    if (text === '{}' || text === '[]') return text;
    if (/^[[{?%@`]/.test(text)) throw this.#error(`${text[0]} begins what is not read here`);
    return plainScalar(unfolded(this.#continued(text, parent), null), isTagged);
  }

  #alias(name: string): string {
    const value = this.#anchors.get(name);
    if (value === undefined) throw this.#error(`nothing is called &${name}`);
    this.#repeated += value.length;
    if (this.#repeated > MOST_REPEATED) throw this.#error('its aliases repeat too much');
    return value;
  }

  /** What stands on the lines below, further in than `parent`; items of a key's list may stand no further in. */
  #below(parent: number, mayDedent: boolean): string {
    const line = this.#nextLine();
    if (line === null) return 'null';
    const indent = indentOf(line);
    const isItem = /^-(?: |$)/.test(line.slice(indent));
    if (indent > parent) return isItem ? this.#sequence(indent) : this.#mappingOrScalar(indent, parent);
    return indent === parent && isItem && mayDedent ? this.#sequence(indent) : 'null';
  }

  #mappingOrScalar(indent: number, parent: number): string {
    const text = this.#lines[this.#at]!.slice(indent);
    if (keyOf(text) !== null) return this.#mapping(indent);
    this.#at++;
    return this.#inline(text, parent, false);
  }

  #sequence(indent: number): string {
    const items: string[] = [];
    for (let line = this.#nextLine(); line !== null; line = this.#nextLine()) {
      if (indentOf(line) !== indent || !/^-(?: |$)/.test(line.slice(indent))) break;
      const rest = line.slice(indent + 1);
      const inner = rest.trimStart();
      if (/^-(?: |$)/.test(inner) || keyOf(inner) !== null) {
        // What follows the dash is a block of its own, as if it stood on a line of its own.
        this.#lines[this.#at] = ' '.repeat(line.length - inner.length) + inner;
        items.push(this.#node('', indent));
      } else {
        this.#at++;
        items.push(this.#node(inner.trimEnd(), indent));
      }
    }
    return `[${items.join(',')}]`;
  }

  #mapping(indent: number): string {
    const members: string[] = [];
    for (let line = this.#nextLine(); line !== null && indentOf(line) === indent; line = this.#nextLine()) {
      const key = keyOf(line.slice(indent));
      if (key === null) break;
      this.#at++;
      members.push(`${JSON.stringify(key.name)}:${this.#node(key.rest, indent, true)}`);
    }
    return `{${members.join(',')}}`;
  }

  /** The text of a quoted scalar; its end may stand on a later line. */
  #quoted(text: string): string {
    const quote = text[0]!;
    const whole = quote === '"' ? /^"((?:[^"\\]|\\.)*)"\s*$/s : /^'((?:[^']|'')*)'\s*$/s;
    let all = text;
    for (;;) {
      const match = whole.exec(all);
      if (match !== null) return quote === '"' ? doubleQuoted(match[1]!) : singleQuoted(match[1]!);
      if (this.#at >= this.#lines.length) throw this.#error('a text has no end');
      all += `\n${this.#lines[this.#at++]!}`;
    }
  }

  /** An unquoted scalar with the lines that go on with it. */
  #continued(text: string, parent: number): string {
    let all = text;
    for (;;) {
      let next = this.#at;
      while (next < this.#lines.length && this.#lines[next]!.trim() === '') next++;
      const line = this.#lines[next];
      if (line === undefined || indentOf(line) <= parent || /^\.\.\.\s*$/.test(line)) return all;
      all += `${'\n'.repeat(next - this.#at + 1)}${line.trim()}`;
      this.#at = next + 1;
    }
  }

  #blockScalar(header: string, parent: number): string {
    const isFolded = header[0] === '>';
    const explicit = /\d/.exec(header)?.[0];
    const lines: string[] = [];
    let indent = explicit === undefined ? -1 : Math.max(0, parent) + Number(explicit);
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!;
      const isBlank = line.trim() === '';
      if (indent < 0 && !isBlank && indentOf(line) > parent) indent = indentOf(line);
      if (!isBlank && (indent < 0 || indentOf(line) < indent)) break;
      lines.push(line);
    }
    const content = lines.map((line) => line.slice(Math.max(0, indent)));
    let end = content.length;
    while (end > 0 && content[end - 1] === '') end--;
    const body = isFolded ? folded(content.slice(0, end)) : content.slice(0, end).join('\n');
    if (header.includes('-')) return body;
    // The split leaves an empty piece behind the last line break of the text.
    const isLast = this.#at === this.#lines.length && content.at(-1) === '';
    if (header.includes('+')) return body + '\n'.repeat(content.length - end + (end > 0 ? 1 : 0) - (isLast ? 1 : 0));
    return end === 0 ? '' : `${body}\n`;
  }

  /** The next line with something on it, which `#at` is then at; `null` at the end. */
  #nextLine(): string | null {
    while (this.#at < this.#lines.length && this.#lines[this.#at]!.trim() === '') this.#at++;
    const line = this.#lines[this.#at];
    return line === undefined || line === '...' ? null : line;
  }

  #error(what: string): SyntaxError {
    return new SyntaxError(`${what} (line ${Math.min(this.#at + 1, this.#lines.length)})`);
  }
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The key that a line begins with, and what stands behind it; `null` for a line that is no member of a mapping. */
function keyOf(text: string): { readonly name: string; readonly rest: string } | null {
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')\s*:(?:\s+(.*))?$/s.exec(text);
  if (quoted !== null) {
    const name = quoted[1] === undefined ? singleQuoted(quoted[2]!) : doubleQuoted(quoted[1]);
    return { name, rest: (quoted[3] ?? '').trimEnd() };
  }
  if (/^["'|>&*!%@`[{?]/.test(text)) return null;
  const plain = /^(:"(?:[^"\\]|\\.)*"|.+?):(?:\s+(.*))?$/s.exec(text);
  return plain === null ? null : { name: symbolName(plain[1]!), rest: (plain[2] ?? '').trimEnd() };
}

/** Folded lines: those next to each other are one, blank ones are line breaks, indented ones stay as they are. */
function folded(lines: readonly string[]): string {
  let out = lines[0] ?? '';
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    const before = lines[i - 1]!;
    const keeps = /^[ \t]/.test(line) || /^[ \t]/.test(before);
    if (line === '') out += '\n';
    else if (before === '') out += keeps ? `\n${line}` : line;
    else out += (keeps ? '\n' : ' ') + line;
  }
  return out;
}
