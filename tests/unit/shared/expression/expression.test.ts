import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition, compileExpression } from '../../../../shared/expression/evaluate.ts';
import { expressionOfPlace } from '../../../../shared/expression/path.ts';
import { ExactNumber, type JsonValue, parseJson, stringifyJson } from '../../../../shared/json.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { placeOf, pointerToken } from '../../../../shared/statePath.ts';

const state = parseJson(
  `{"balance":-30,"big":12345678901234567890,"price":0.1,"name":"Ann","open":true,"none":null,"length":7,
    "items":[{"sku":"A1","qty":2},{"sku":"B2","qty":5}],"a":{"b":[{"c":1}]},"first name":"Ann","__proto__":{"x":1}}`,
);

const value = (text: string): string | undefined => {
  const result = compileExpression(text)(state);
  return result === undefined ? undefined : stringifyJson(result);
};

describe('an expression', () => {
  it.each([
    ['state.balance', '-30'],
    ['state.a.b[0].c', '1'],
    ['state["first name"]', '"Ann"'],
    ["state['a']['b'][0]['c']", '1'],
    ['state.items.length', '2'],
    ['state.items[sku="B2"].qty', '5'],
    ['state.items[qty=2].sku', '"A1"'],
    ['state.name.length', '3'],
    ['state.length', '7'],
    ['state.items[1].qty * 2 + 1', '11'],
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['-state.balance', '30'],
    ['10 - 3 - 2', '5'],
    ['7 % 4', '3'],
    ['1 / 4', '0.25'],
    ['state.price + .2', '0.3'],
    ['state.big + 1', '12345678901234567891'],
    ['state.big * 10', '123456789012345678900'],
    ['9007199254740993 - 1', '9007199254740992'],
    ['state.__proto__.x', '1'],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    'state.gone',
    'state.items[sku="Z9"].qty',
    'state.gone.further[3]',
    'state.none.x',
    'state.items[9].sku',
    'state.items.sku',
    'state.name[0]',
    'state.constructor',
    'state.a.toString',
    'state.name + 1',
    'state.gone - 1',
    '1 / 0',
    'undefined',
  ])('%s leads nowhere', (text) => {
    expect(value(text)).toBeUndefined();
  });

  it.each([
    'state.balance < 0',
    'state.balance <= -30 and state.balance >= -30',
    'state.big == 12345678901234567890',
    'state.big != 12345678901234567891',
    'state.big > 12345678901234567889',
    'state.big < 1e30',
    'state.price + 0.2 == 0.3',
    'state.name == "Ann" && state.name < "Bob"',
    'not state.open or state.open',
    'not (state.gone > 0)',
    'state.gone == undefined',
    'state.none == null and state.none != undefined',
    '!state.none',
    'not not state.name',
    "state.name === 'Ann' and state.name !== 'Bob'",
    'state.items[0] != state.items[1]',
    'state.items == state.items',
    '"it\\"s" == \'it"s\'',
  ])('%s holds', (text) => {
    expect(compileCondition(text)(state)).toBe(true);
  });

  it.each([
    'state.gone < 0',
    'state.gone >= 0',
    'state.none <= 0',
    'state.name < 5',
    'state.open > 0',
    'state.balance == "-30"',
    '0',
    '""',
    'state.gone',
  ])('%s does not hold', (text) => {
    expect(compileCondition(text)(state)).toBe(false);
  });

  it.each([
    ['', 1],
    ['state.balance <', 16],
    ['balance < 0', 1],
    ['state.balance < 0 state', 19],
    ['state.balance # 3', 15],
    ['state.items[-1]', 13],
    ['state.items[0', 13],
    ['state.5', 7],
    ['(state.a', 1],
    ['state.name == "Ann', 15],
    ['0 < state.a < 9', 13],
    ['process.exit()', 1],
    ['state.a.constructor("x")', 20],
  ])('%j is refused at column %i', (text, column) => {
    const run = () => compileExpression(text);
    expect(run).toThrow(InspectorError);
    expect(run).toThrow(expect.objectContaining({ code: 'bad-query', data: expect.objectContaining({ column }) }));
  });

  it('has bounds of depth and length', () => {
    expect(() => compileExpression(`${'('.repeat(500)}1${')'.repeat(500)}`)).toThrow(/^Column 101: .*deeper/);
    expect(() => compileExpression(`state.a${' or state.a'.repeat(1000)}`)).toThrow(/^Column 2001: .*longer/);
  });

  it('never does anything but answer or refuse, whatever is written', () => {
    const words = [
      'state',
      '.a',
      '[0]',
      '["b"]',
      ' and ',
      ' or ',
      'not ',
      '<',
      '==',
      '(',
      ')',
      '1',
      '-',
      '+',
      '"x"',
      '%',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom(...words)).map((w) => w.join('')),
        ),
        (text) => {
          try {
            compileExpression(text)(state);
          } catch (error) {
            expect(error).toBeInstanceOf(InspectorError);
            const { from, to } = (error as InspectorError).data!;
            expect(from! >= 0 && from! <= to!).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('numbers', () => {
  /** As they are printed: `BigInt` of a double gives digits that nobody wrote. */
  const digits = (result: unknown): string =>
    result instanceof ExactNumber ? result.text : Number(result).toLocaleString('en', { useGrouping: false });
  const number = fc.oneof(fc.integer(), fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }));

  it('of any width compare and add up by all their digits', () => {
    fc.assert(
      fc.property(number, number, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), (a, b, sign) => {
        const [x, y] = [BigInt(a), BigInt(b)];
        const expected = { '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y, '==': x === y, '!=': x !== y }[sign];
        const values = parseJson(`{"a":${a},"b":${b}}`);
        expect(compileCondition(`state.a ${sign} state.b`)(values)).toBe(expected);
        expect(compileCondition(`state.a ${sign} ${b}`)(values)).toBe(expected);
        expect(BigInt(digits(compileExpression('state.a + state.b')(values)))).toBe(x + y);
        expect(BigInt(digits(compileExpression(`state.a * ${b}`)(values)))).toBe(x * y);
      }),
    );
  });
});

describe('the expression of a place', () => {
  it('finds what stands there', () => {
    const key = fc.constantFrom('a', 'b c', '"', '\\', 'length', '0', 'and', '[x', 'ä');
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), fc.integer(), (keys, leaf) => {
        const values = keys.reduceRight<JsonValue>((inside, k) => ({ [k]: inside, other: 1 }), leaf);
        const place = keys.map((k) => `/${pointerToken(k)}`).join('');
        expect(compileExpression(expressionOfPlace(place))(values)).toBe(leaf);
      }),
    );
    const lines = { lines: [{ sku: 'A"1', n: 3 }] };
    const expression = expressionOfPlace(placeOf(lines, '/lines/0/n'));
    expect(expression).toBe('state.lines[sku="A\\"1"].n');
    expect(compileExpression(expression)(lines)).toBe(3);
  });
});

describe('paths', () => {
  it('find what JavaScript finds, and nothing that was inherited', () => {
    const key = fc.constantFrom('a', 'b', 'length', 'constructor', '__proto__', 'x y');
    const tree = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(tree, fc.array(fc.oneof(key, fc.nat(3)), { maxLength: 4 }), (written, keys) => {
        const values = parseJson(JSON.stringify(written));
        let expected: unknown = values;
        for (const k of keys) {
          const isList = Array.isArray(expected);
          const has = typeof expected === 'object' && expected !== null && Object.hasOwn(expected, k);
          expected = has && (!isList || typeof k === 'number' || k === 'length') ? (expected as never)[k] : undefined;
        }
        const text = `state${keys.map((k) => `[${JSON.stringify(k)}]`).join('')}`;
        expect(compileExpression(text)(values)).toBe(expected);
      }),
    );
  });
});
