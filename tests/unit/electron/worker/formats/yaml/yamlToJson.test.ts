import { describe, expect, it } from 'vitest';
import { yamlToJson } from '../../../../../../electron/worker/formats/yaml/yamlToJson.ts';

const read = (yaml: string): unknown => JSON.parse(yamlToJson(yaml));

describe('YAML as Psych writes it', () => {
  it('reads symbols by their names, lists at the indent of their key, and what is nested', () => {
    const yaml =
      '---\n:orderId: O-1\n:lines:\n- SKU-1x2\n- :sku: A\n  :count: 2\n- - 1\n  - - x\n:address:\n  :city: Gdańsk\n  :lat: 84.241754\n:none:\n:empty: []\n:map: {}\n';
    expect(read(yaml)).toEqual({
      orderId: 'O-1',
      lines: ['SKU-1x2', { sku: 'A', count: 2 }, [1, ['x']]],
      address: { city: 'Gdańsk', lat: 84.241754 },
      none: null,
      empty: [],
      map: {},
    });
  });

  it('keeps the digits of numbers, and takes for text what is none', () => {
    expect(yamlToJson('---\na: 12345678901234567890\nb: 1.0e+20\nc: 0x1f\nd: 2026-01-01\ne: .inf\nf: "12"\n')).toBe(
      '{"a":12345678901234567890,"b":1.0e+20,"c":"0x1f","d":"2026-01-01","e":".inf","f":"12"}',
    );
  });

  it('reads texts that are quoted, folded or kept as blocks', () => {
    const yaml =
      "---\na: \"does not fit \\U0001F641\\n\\\n  \\ end\"\nb: 'it''s\n\n  two'\nc: |-\n  one\n    two\n\n  three\nd: >\n  a\n  b\n\n  c\ne: long\n  text\nf: |2+\n    x\n\n";
    expect(read(yaml)).toEqual({
      a: 'does not fit 🙁\n end',
      b: "it's\ntwo",
      c: 'one\n  two\n\nthree',
      d: 'a b\nc\n',
      e: 'long text',
      f: '  x\n\n',
    });
  });

  it('reads one value, repeats what has a name, and drops tags', () => {
    expect(read('--- text\n')).toBe('text');
    expect(read('--- {}\n')).toEqual({});
    expect(read('---\na: &1\n  :x: 1\nb: *1\n')).toEqual({ a: { x: 1 }, b: { x: 1 } });
    expect(read('--- !ruby/object:Kernel\n:a: !ruby/regexp /x/\n:b: !binary |-\n  AAEC\n')).toEqual({
      a: '/x/',
      b: 'AAEC',
    });
  });

  it.each([
    ['no document', 'a: 1'],
    ['a flow collection', '--- [1, 2]'],
    ['an unknown name', '--- *1\n'],
    ['a text without end', '--- "abc\n'],
    ['what stands nowhere', '---\na: 1\n  - b\n- c\n'],
    ['a complex key', '---\n? a\n: b\n'],
    ['too much depth', `---\n${'- '.repeat(300)}x\n`],
  ])('refuses %s', (_what, yaml) => {
    expect(() => yamlToJson(yaml)).toThrow(SyntaxError);
  });

  it('refuses aliases that repeat without end', () => {
    const lines = ['---', 'a0: &a0 0123456789'];
    for (let i = 1; i < 30; i++) lines.push(`a${i}: &a${i}`, `- *a${i - 1}`, `- *a${i - 1}`);
    expect(() => yamlToJson(lines.join('\n'))).toThrow('repeat too much');
  });
});
