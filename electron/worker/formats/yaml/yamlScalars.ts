// pure. Scalars of YAML as JSON texts, the way Ruby's Psych writes them: symbols by their name, numbers by their digits.

const plainEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What an unquoted scalar stands for. With a tag it is text: nothing is made of it. */
export function plainScalar(text: string, isTagged: boolean): string {
  if (isTagged) return JSON.stringify(text);
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return 'null';
  if (/^(?:true|True|TRUE)$/.test(text)) return 'true';
  if (/^(?:false|False|FALSE)$/.test(text)) return 'false';
  if (/^[-+]?(?:0|[1-9]\d*)(?:\.\d+(?:[eE][-+]?\d+)?)?$/.test(text)) return text.replace(/^\+/, '');
  return JSON.stringify(symbolName(text));
}

/** A Ruby symbol by its name; other text as it is. */
export function symbolName(text: string): string {
  if (/^:"(?:[^"\\]|\\.)*"$/s.test(text)) return doubleQuoted(text.slice(2, -1));
  return /^:[\p{L}_]/u.test(text) ? text.slice(1) : text;
}

/** The text between double quotes. Throws SyntaxError for an escape that is none. */
export function doubleQuoted(text: string): string {
  return unfolded(text, (rest) => {
    const [, letter] = rest;
    if (letter === undefined) throw new SyntaxError('a text ends in a backslash');
    if (letter === '\n') return ['', /^\\\n[ \t]*/.exec(rest)![0].length];
    const digits = hexDigits[letter];
    if (digits === undefined) {
      const plain = plainEscapes[letter];
      if (plain === undefined) throw new SyntaxError(`there is no escape \\${letter}`);
      return [plain, 2];
    }
    const hex = rest.slice(2, 2 + digits);
    const point = Number.parseInt(hex, 16);
    if (!/^[\da-fA-F]+$/.test(hex) || hex.length < digits || point > 0x10ffff) {
      throw new SyntaxError(`there is no escape \\${letter}${hex}`);
    }
    return [String.fromCodePoint(point), 2 + digits];
  });
}

/** The text between single quotes. */
export const singleQuoted = (text: string): string => unfolded(text.replaceAll("''", "'"), null);

/** Line breaks as they are meant: one is a space, each further one a line break; blanks round them are none. */
export function unfolded(
  text: string,
  decode: ((rest: string) => readonly [text: string, length: number]) | null,
): string {
  const special = /[ \t]*\n(?:[ \t]*\n)*[ \t]*|\\/g;
  let out = '';
  let from = 0;
  for (let match = special.exec(text); match !== null; match = special.exec(text)) {
    out += text.slice(from, match.index);
    from = special.lastIndex;
    if (match[0] !== '\\') {
      const breaks = match[0].split('\n').length - 1;
      out += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
    } else if (decode === null) out += '\\';
    else {
      const [meant, length] = decode(text.slice(match.index));
      out += meant;
      from = match.index + length;
      special.lastIndex = from;
    }
  }
  return out + text.slice(from);
}
