// PostgreSQL's text format of COPY, as its documentation describes it (COPY, "Text Format"). pure.

/** `COPY schema.table (columns) FROM stdin;` as pg_dump writes it; `null` for any other line. */
export function copyStart(line: string): { table: string; columns: string[] } | null {
  const match = /^COPY ((?:"(?:[^"]|"")+"|[\w$]+)(?:\.(?:"(?:[^"]|"")+"|[\w$]+))*) \((.*)\) FROM stdin;\s*$/i.exec(
    line,
  );
  if (!match) return null;
  const names = (text: string): string[] =>
    (text.match(/"(?:[^"]|"")+"|[^\s,."]+/g) ?? []).map((name) =>
      name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name,
    );
  return { table: names(match[1]!).at(-1)!, columns: names(match[2]!) };
}

/** The values of a row; `\N` is null. */
export function copyRow(line: string): (string | null)[] {
  return line.split('\t').map((field) => (field === '\\N' ? null : unescaped(field)));
}

const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const unescaped = (field: string): string =>
  field.includes('\\')
    ? field.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g, (_all, hex, octal, letter) => {
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
        if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
        return letters[letter] ?? letter;
      })
    : field;

/** Whether the text is a dump of PostgreSQL with rows for COPY. */
export const isDump = (start: Buffer): boolean =>
  /^COPY \S+ \(.*\) FROM stdin;\s*$/m.test(start.toString('latin1')) ||
  /^(?:--[^\n]*\n){1,3}-- PostgreSQL database dump/.test(start.toString('latin1', 0, 4096).replaceAll('\r', ''));
