import { describe, expect, it } from 'vitest';
import { Schemas } from '../../../../../electron/worker/schema/schemas.ts';
import type { SchemaChange } from '../../../../../shared/model/schema.ts';
import { storeSource } from '../../../../../shared/schemaSource.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

/** What changed from the events of version 1 to those of version 2. */
async function change(older: readonly object[], newer: readonly object[]): Promise<SchemaChange> {
  const log = eventLog([
    ...older.map((data) => ({ stream: 's', type: 'T', schemaVersion: '1', data })),
    ...newer.map((data) => ({ stream: 's', type: 'T', schemaVersion: '2', data })),
  ]);
  const { changes } = await new Schemas(log).type('T', storeSource, scanContext());
  return changes[0]!;
}

const verdicts = ({ judged }: SchemaChange) =>
  judged.map(({ kind, path, olderReader, newerReader }) => [kind, path, olderReader.verdict, newerReader.verdict]);

describe('changes are judged', () => {
  it('a new field breaks who expects it in old events, unless new ones lack it too', async () => {
    expect(verdicts(await change([{ a: 1 }], [{ a: 2, b: 'x' }]))).toEqual([['added', 'b', 'safe', 'breaking']]);
    expect(verdicts(await change([{ a: 1 }], [{ a: 2, b: 'x' }, { a: 3 }]))).toEqual([['added', 'b', 'safe', 'safe']]);
  });

  it('a field that is gone breaks who relied on it', async () => {
    expect(verdicts(await change([{ a: 1, b: 'x' }], [{ a: 2 }]))).toEqual([['removed', 'b', 'breaking', 'safe']]);
    expect(verdicts(await change([{ a: 1, b: 'x' }, { a: 5 }], [{ a: 2 }]))).toEqual([
      ['removed', 'b', 'safe', 'safe'],
    ]);
  });

  it('another type breaks both sides, a further one those who never met it', async () => {
    expect(verdicts(await change([{ a: 1 }], [{ a: '1x' }]))).toEqual([['retyped', 'a', 'breaking', 'breaking']]);
    expect(verdicts(await change([{ a: 1 }], [{ a: 2 }, { a: true }]))).toEqual([['retyped', 'a', 'breaking', 'safe']]);
  });

  it('a field that became optional is named, and judged', async () => {
    const found = await change(
      [
        { a: 1, b: 1 },
        { a: 2, b: 2 },
      ],
      [{ a: 3, b: 3 }, { a: 4 }],
    );
    expect(found.newlyOptional).toEqual(['b']);
    expect(verdicts(found)).toEqual([['optional', 'b', 'breaking', 'safe']]);
    expect(verdicts(await change([{ a: 1, b: 1 }, { a: 2 }], [{ a: 3, b: 3 }]))).toEqual([
      ['required', 'b', 'safe', 'breaking'],
    ]);
  });

  it('null, new values and looser formats are risks', async () => {
    expect(verdicts(await change([{ a: 'x' }], [{ a: 'x' }, { a: null }]))).toEqual([['null', 'a', 'risky', 'safe']]);
    const many = (...values: string[]) => values.flatMap((a) => [{ a }, { a }, { a }]);
    expect(verdicts(await change(many('web', 'app'), many('web', 'store')))).toEqual([
      ['values', 'a', 'risky', 'risky'],
    ]);
    expect(verdicts(await change([{ a: '2026-01-02' }], [{ a: 'tomorrow' }]))).toEqual([
      ['format', 'a', 'risky', 'safe'],
    ]);
    expect(verdicts(await change([{ a: 1 }], [{ a: 1.5 }]))).toEqual([['format', 'a', 'risky', 'safe']]);
  });

  it('says the reason with numbers', async () => {
    const { judged } = await change([{ a: 1, b: 'x' }], [{ a: 2 }, { a: 3 }]);
    expect(judged[0]!.olderReader.reason).toBe('Every v1 event has it, none of the 2 v2 events does.');
  });

  it('names an added object once, not with all that is in it', async () => {
    const found = await change([{ a: 1 }], [{ a: 1, customer: { id: 'c', name: 'n' }, lines: [{ sku: 's' }] }]);
    expect(found.added).toEqual(['customer', 'customer.id', 'customer.name', 'lines', 'lines[]', 'lines[].sku']);
    expect(found.judged.map(({ path }) => path)).toEqual(['customer', 'lines']);
  });
});

describe('renames are guessed', () => {
  it('by how names are written', async () => {
    const { renamed, judged } = await change([{ customer_id: 'c-1' }], [{ customerId: 'c-2' }]);
    expect(renamed).toMatchObject([{ from: 'customer_id', to: 'customerId' }]);
    expect(renamed[0]!.evidence[0]).toBe('the names differ in how they are written alone');
    expect(judged).toMatchObject([{ kind: 'renamed', path: 'customer_id', olderReader: { verdict: 'breaking' } }]);
  });

  it('by what they hold', async () => {
    const { renamed } = await change(
      ['EUR', 'USD', 'EUR'].map((ccy) => ({ id: 1, ccy })),
      ['USD', 'EUR', 'EUR'].map((currency) => ({ id: 1, currency })),
    );
    expect(renamed).toMatchObject([{ from: 'ccy', to: 'currency' }]);
    expect(renamed[0]!.evidence).toContain('both are currency');
    expect(renamed[0]!.evidence).toContain('both hold "EUR", "USD"');
  });

  it('not between fields of other types, or without anything in common', async () => {
    expect((await change([{ total: 1 }], [{ totals: '1' }])).renamed).toEqual([]);
    expect((await change([{ note: 'next door', x: 'q' }], [{ city: 'Oslo' }, {}])).renamed).toEqual([]);
  });
});
