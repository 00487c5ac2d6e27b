import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyRow, copyStart, isDump } from '../../../../../../electron/worker/formats/relational/copyText.ts';

describe('COPY text', () => {
  it.each([
    ['COPY public.mt_events (seq_id, "timestamp", data) FROM stdin;', 'mt_events', ['seq_id', 'timestamp', 'data']],
    ['COPY "My Schema"."ev""ents" ("a,b", c) FROM stdin;\r', 'ev"ents', ['a,b', 'c']],
    ['COPY events (id) FROM stdin;', 'events', ['id']],
  ])('begins with %s', (line, table, columns) => {
    expect(copyStart(line)).toEqual({ table, columns });
  });

  it.each(['COPY t FROM stdin;', 'INSERT INTO t VALUES (1);', "COPY t (a) FROM '/etc/passwd';", ''])(
    'does not begin with %j',
    (line) => expect(copyStart(line)).toBeNull(),
  );

  it('undoes what PostgreSQL escapes, and knows null from empty', () => {
    expect(copyRow('\\N\t\t\\\\N\ta\\tb\\nc\\\\d\t\\x41\\101\\q\t\\\\x7b7d')).toEqual([
      null,
      '',
      '\\N',
      'a\tb\nc\\d',
      'AAq',
      '\\x7b7d',
    ]);
  });

  it('gives back every text that was escaped as the documentation says', () => {
    const escaped = (text: string): string =>
      text.replace(
        /[\\\b\f\n\r\t\v]/g,
        (c) => `\\${{ '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't', '\v': 'v' }[c]}`,
      );
    const value = fc.option(fc.string({ unit: 'binary' }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const line = values.map((one) => (one === null ? '\\N' : escaped(one))).join('\t');
        expect(line).not.toContain('\n');
        expect(copyRow(line)).toEqual(values);
      }),
    );
  });

  it('is told from other text', () => {
    expect(isDump(Buffer.from('--\n-- PostgreSQL database dump\n--\n\nSET x = 0;\n'))).toBe(true);
    expect(isDump(Buffer.from('SET x = 0;\nCOPY a.b (c) FROM stdin;\n1\n\\.\n'))).toBe(true);
    expect(isDump(Buffer.from('-- a note on the PostgreSQL database dump\n'))).toBe(false);
    expect(isDump(Buffer.from('{"text":"COPY a.b (c) FROM stdin;"}\n'))).toBe(false);
  });
});
