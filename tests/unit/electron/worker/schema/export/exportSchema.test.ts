import { describe, expect, it } from 'vitest';
import { exportSchema } from '../../../../../../electron/worker/schema/export/exportSchema.ts';
import { storeSchemas } from '../../../../../../electron/worker/schema/schemas.ts';
import type { SchemaExportFormat } from '../../../../../../shared/model/schema.ts';
import { eventLog } from '../../../../../builders/eventLog.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';

const log = eventLog([
  { stream: 's', type: 'Order.Placed', schemaVersion: '1', data: { id: 'a', total: 1, 'odd key': true } },
  {
    stream: 's',
    type: 'Order.Placed',
    schemaVersion: '2',
    data: { id: 'a', at: '2026-01-02T03:04:05Z', lines: [{ sku: 'x', gift: null }, { sku: 'y' }], __proto__x: {} },
  },
  { stream: 's', type: 'Order.Placed', schemaVersion: '2', data: { id: 'b', at: '2026-01-02T03:04:06Z', lines: [] } },
  { stream: 's', type: 'Noted | <b>', data: 7 },
]);

const exported = async (format: SchemaExportFormat, type: string | null = null) =>
  exportSchema(await storeSchemas(log, scanContext()), { format, type, store: 'shop/orders.jsonl' });

describe('exported schemas', () => {
  it('are JSON Schema with a definition for each type and version', async () => {
    const { fileName, text } = await exported('json-schema');
    expect(fileName).toBe('shop-orders.jsonl.schema.json');
    const { $schema, $defs } = JSON.parse(text);
    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(Object.keys($defs)).toEqual(['Order.Placed v1', 'Order.Placed v2', 'Noted | <b>']);
    expect($defs['Order.Placed v1']).toMatchObject({
      type: 'object',
      properties: { id: { type: 'string' }, 'odd key': { type: 'boolean' }, total: { type: 'integer' } },
      required: ['odd key', 'id', 'total'],
    });
    expect($defs['Order.Placed v2']).toMatchObject({
      properties: {
        at: { type: 'string', format: 'date-time' },
        lines: {
          type: 'array',
          items: { type: 'object', properties: { gift: { type: 'null' } }, required: ['gift', 'sku'] },
        },
      },
      required: ['at', 'id', 'lines'],
    });
    expect($defs['Noted | <b>']).toMatchObject({ type: 'integer' });
  });

  it('are TypeScript with an interface for each version and their union', async () => {
    const { text } = await exported('typescript', 'Order.Placed');
    expect(text).toContain(
      'export interface OrderPlacedV1 {\n  "odd key": boolean;\n  id: string;\n  total: number; // 1 to 1\n}',
    );
    expect(text).toContain('export type OrderPlaced = OrderPlacedV1 | OrderPlacedV2;');
    expect(text).toContain('  __proto__x?: Record<string, never>; // in 1 of 2\n');
    expect(text).toContain('  lines: {\n    gift: null;\n    sku: string;\n  }[];');
    expect((await exported('typescript')).text).toContain('export type NotedB = number;');
  });

  it('are Markdown in which no name becomes markup', async () => {
    const { text } = await exported('markdown');
    expect(text).toContain(
      '| <code>at</code> | string | 100 % | date and time: 2026-01-02T03:04:05Z, 2026-01-02T03:04:06Z |',
    );
    expect(text).toContain('### From v1 to v2');
    expect(text).toContain('**breaking** for a reader of v1');
    expect(text).toContain('## Noted &#124; &#60;b&#62;');
    expect(text).not.toContain('<b>');
  });

  it('refuse a type that no event has', async () => {
    await expect(exported('markdown', 'Nope')).rejects.toMatchObject({ code: 'not-found' });
  });
});
