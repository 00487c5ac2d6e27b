import { type DayShape, momentOf, roundMoney, seeded } from './random.ts';
import { type Draft, type Numbered, sequence, sqliteTime, stamp } from './sequence.ts';
import type { Table } from './sqliteFile.ts';

// The story: order-O-7042 is stuck. Its PaymentCaptured (position 3 of the stream) is missing, although the event that it
// caused in the inventory is there. OrderPlaced has two versions, told apart by metadata.schemaVersion; one node went on
// writing version 1 for some hours. The consumer shipping-notifier has stopped half way.

const firstDay = Date.UTC(2026, 2, 9);
const version2From = Date.UTC(2026, 2, 11, 7, 45);
const oldNodeUntil = Date.UTC(2026, 2, 11, 12, 10);
const evening: DayShape = [1, 0, 0, 0, 0, 0, 1, 2, 4, 6, 7, 7, 9, 8, 6, 6, 6, 7, 9, 12, 14, 12, 8, 3];
const customers = [
  ['C-101', 'José Ñuñez', 'Utrecht'],
  ['C-102', 'Aoife Byrne', 'Cork'],
  ['C-103', 'Marek Zieliński', 'Gdańsk'],
  ['C-104', 'Sanna Virtanen', 'Turku'],
  ['C-105', 'Benoît Girard', 'Lyon'],
  ['C-106', 'Katja Schäfer', 'Köln'],
  ['C-107', 'Davide Ricci', 'Torino'],
  ['C-108', 'Mette Holm', 'Aarhus'],
  ['C-109', 'Ana Popescu', 'Cluj'],
  ['C-110', 'Jun Watanabe', 'Delft'],
  ['C-111', 'Fatima El Amrani', 'Rotterdam'],
  ['C-112', 'Liam Murphy', 'Galway'],
] as const;
const products = [
  ['SKU-1007', 'Pour-over kettle', 64.5],
  ['SKU-1012', 'Coffee scale', 39.9],
  ['SKU-1020', 'Hand grinder', 119],
  ['SKU-1031', 'Filter papers, 100', 6.8],
  ['SKU-1042', 'Glass dripper', 24.9],
  ['SKU-1049', 'Beans, 1 kg', 31],
  ['SKU-1055', 'Milk jug', 18.4],
] as const;

/** The shop's events as the store numbers them. */
export function shopEvents(): Numbered[] {
  const random = seeded(2002);
  const drafts: Draft[] = [];
  const tell = (draft: Omit<Draft, 'id'>): Draft => {
    const event = { id: random.uuid(), ...draft };
    drafts.push(event);
    return event;
  };
  for (const [sku, name] of products) {
    tell({
      streamId: `inventory-${sku}`,
      type: 'StockReceived',
      at: firstDay + 5 * 3_600_000 + random.int(0, 1800) * 1000,
      actor: 'warehouse',
      correlationId: random.uuid(),
      data: { sku, name, quantity: random.int(90, 140), warehouse: 'ROT' },
    });
  }
  for (let d = 1; d < 5; d++) {
    const [sku, name] = random.pick(products);
    tell({
      streamId: `inventory-${sku}`,
      type: 'StockReceived',
      at: firstDay + d * 86_400_000 + 6 * 3_600_000 + random.int(0, 3600) * 1000,
      actor: 'warehouse',
      correlationId: random.uuid(),
      data: { sku, name, quantity: random.int(15, 40), warehouse: 'ROT' },
    });
  }

  const placings: number[] = [];
  for (let d = 0; d < 5; d++)
    for (let i = 0; i < 17; i++) placings.push(momentOf(random, firstDay + d * 86_400_000, evening));
  placings.sort((a, b) => a - b);
  placings.forEach((at, n) => {
    order(`O-${7001 + n}`, at);
  });

  function order(orderId: string, at: number): void {
    const stuck = orderId === 'O-7042';
    const streamId = `order-${orderId}`;
    const correlationId = random.uuid();
    const [id, name, city] = random.pick(customers);
    const lines = Array.from({ length: random.int(1, 3) }, () => {
      const [sku, , unitPrice] = random.pick(products);
      return { sku, quantity: random.int(1, 3), unitPrice };
    });
    const total = roundMoney(lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0));
    const newer = at >= version2From && !(at < oldNodeUntil && random.chance(0.5));
    const chain = (cause: Draft): Partial<Draft> => ({ correlationId, causationId: cause.id });
    const placed = tell({
      streamId,
      type: 'OrderPlaced',
      at,
      correlationId,
      actor: `customer-${id}`,
      schemaVersion: newer ? 2 : 1,
      data: newer
        ? {
            orderId,
            customer: { id, name },
            currency: 'EUR',
            total,
            channel: random.pick(['web', 'app', 'store']),
            lines,
          }
        : { orderId, customer: name, total, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) },
    });
    for (const line of lines) {
      tell({
        streamId: `inventory-${line.sku}`,
        type: 'StockReserved',
        at: at + random.int(300, 2500),
        actor: 'reservations',
        ...chain(placed),
        data: { sku: line.sku, orderId, quantity: line.quantity },
      });
    }
    const requested = tell({
      streamId,
      type: 'PaymentRequested',
      at: at + random.int(2, 40) * 1000,
      actor: 'checkout',
      ...chain(placed),
      data: { orderId, amount: total, psp: random.pick(['acme-pay', 'tulip']) },
    });
    if (!stuck && random.chance(0.1)) {
      const failed = tell({
        streamId,
        type: 'PaymentFailed',
        at: requested.at + random.int(20, 200) * 1000,
        actor: 'payments',
        ...chain(requested),
        data: { orderId, reason: random.pick(['card declined', 'authentication timed out']) },
      });
      const cancelled = tell({
        streamId,
        type: 'OrderCancelled',
        at: failed.at + random.int(1, 20) * 60_000,
        actor: `customer-${id}`,
        ...chain(failed),
        data: { orderId, reason: 'payment failed' },
      });
      for (const line of lines) {
        tell({
          streamId: `inventory-${line.sku}`,
          type: 'StockReleased',
          at: cancelled.at + random.int(300, 1500),
          actor: 'reservations',
          ...chain(cancelled),
          data: { sku: line.sku, orderId, quantity: line.quantity },
        });
      }
      return;
    }
    const captured = tell({
      streamId,
      type: 'PaymentCaptured',
      at: requested.at + random.int(5, 240) * 1000,
      actor: 'payments',
      ...chain(requested),
      lost: stuck,
      data: { orderId, amount: total, reference: `PSP-${random.hex(8)}` },
    });
    for (const line of lines) {
      tell({
        streamId: `inventory-${line.sku}`,
        type: 'StockPicked',
        at: captured.at + random.int(15, 90) * 60_000,
        actor: 'warehouse',
        ...chain(captured),
        data: { sku: line.sku, orderId, quantity: line.quantity },
      });
    }
    if (stuck) {
      tell({
        streamId,
        type: 'CustomerComplained',
        at: at + 41 * 3_600_000,
        actor: `customer-${id}`,
        correlationId: random.uuid(),
        data: { orderId, text: 'I have paid. Where is my order?' },
      });
      return;
    }
    if (random.chance(0.12)) {
      tell({
        streamId,
        type: 'ShippingAddressChanged',
        at: captured.at + random.int(2, 12) * 60_000,
        actor: `customer-${id}`,
        correlationId: random.uuid(),
        data: { orderId, shipTo: { street: random.pick(['Kungsgatan 4', 'Rue Cler 11', 'Oudegracht 88']), city } },
      });
    }
    const shippedAt = captured.at + random.int(2, 9) * 3_600_000 + random.int(0, 3_600_000);
    if (shippedAt > firstDay + 5 * 86_400_000) return;
    const shipped = tell({
      streamId,
      type: 'OrderShipped',
      at: shippedAt,
      actor: 'warehouse',
      ...chain(captured),
      data: {
        orderId,
        carrier: random.pick(['PostNL', 'DHL']),
        trackingNumber: `TR${random.int(10 ** 9, 10 ** 10 - 1)}`,
      },
    });
    const deliveredAt = shipped.at + random.int(18, 40) * 3_600_000 + random.int(0, 3_600_000);
    if (deliveredAt > firstDay + 5 * 86_400_000) return;
    tell({
      streamId,
      type: 'OrderDelivered',
      at: deliveredAt,
      actor: 'carrier',
      ...chain(shipped),
      data: { orderId, signedBy: name, leftAtDoor: random.chance(0.3) },
    });
  }
  return sequence(drafts);
}

/** The tables of `shop.sqlite`, laid out as Emmett 0.42 lays them out. */
export function shopTables(): Table[] {
  const events = shopEvents();
  const streams = new Map<string, number>();
  for (const event of events) streams.set(event.streamId, event.streamRevision);
  const head = events.at(-1)!.globalPosition;
  const behind = events[Math.floor(events.length * 0.62)]!.globalPosition;
  const checkpoint = (position: number): string => String(position).padStart(19, '0');
  return [
    {
      name: 'emt_streams',
      ddl: `CREATE TABLE emt_streams(
        stream_id TEXT NOT NULL, stream_position BIGINT NOT NULL DEFAULT 0, partition TEXT NOT NULL DEFAULT 'global',
        stream_type TEXT NOT NULL, stream_metadata JSONB NOT NULL, is_archived BOOLEAN NOT NULL DEFAULT FALSE,
        PRIMARY KEY (stream_id, partition, is_archived), UNIQUE (stream_id, partition, is_archived))`,
      columns: ['stream_id', 'stream_position', 'partition', 'stream_type', 'stream_metadata', 'is_archived'],
      rows: [...streams].map(([id, position]) => [
        id,
        position,
        '[object Object]',
        id.slice(0, id.indexOf('-')),
        '[]',
        0,
      ]),
    },
    {
      name: 'emt_messages',
      ddl: `CREATE TABLE emt_messages(
        stream_id TEXT NOT NULL, stream_position BIGINT NOT NULL, partition TEXT NOT NULL DEFAULT 'global',
        message_kind CHAR(1) NOT NULL DEFAULT 'E', message_data JSONB NOT NULL, message_metadata JSONB NOT NULL,
        message_schema_version TEXT NOT NULL, message_type TEXT NOT NULL, message_id TEXT NOT NULL,
        is_archived BOOLEAN NOT NULL DEFAULT FALSE, global_position INTEGER PRIMARY KEY,
        created DATETIME DEFAULT CURRENT_TIMESTAMP, UNIQUE (stream_id, stream_position, partition, is_archived))`,
      columns: [
        'stream_id',
        'stream_position',
        'partition',
        'message_kind',
        'message_data',
        'message_metadata',
        'message_schema_version',
        'message_type',
        'message_id',
        'is_archived',
        'global_position',
        'created',
      ],
      rows: events.map((event) => [
        event.streamId,
        event.streamRevision,
        'emt:default',
        'E',
        JSON.stringify(event.data),
        JSON.stringify({
          streamName: event.streamId,
          messageId: event.id,
          streamPosition: '1', // Emmett's index inside one append, as it writes it.
          correlationId: event.correlationId,
          causationId: event.causationId,
          actor: event.actor,
          schemaVersion: event.schemaVersion,
        }),
        String(event.streamRevision - 1), // The stream's position before the append: no schema version.
        event.type,
        event.id,
        0,
        event.globalPosition,
        sqliteTime(stamp(event)),
      ]),
    },
    {
      name: 'emt_processors',
      ddl: `CREATE TABLE emt_processors(
        processor_id TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1, partition TEXT NOT NULL DEFAULT 'global',
        status TEXT NOT NULL DEFAULT 'stopped', last_processed_checkpoint TEXT NOT NULL,
        processor_instance_id TEXT DEFAULT 'emt:unknown', PRIMARY KEY (processor_id, partition, version))`,
      columns: ['processor_id', 'version', 'partition', 'status', 'last_processed_checkpoint', 'processor_instance_id'],
      rows: [
        ['order-read-model', 1, 'emt:default', 'running', checkpoint(head), 'emt:unknown'],
        ['shipping-notifier', 1, 'emt:default', 'stopped', checkpoint(behind), 'emt:unknown'],
        ['search-indexer', 1, 'emt:default', 'running', checkpoint(events.at(-7)!.globalPosition), 'emt:unknown'],
      ],
    },
    {
      name: 'emt_projections',
      ddl: `CREATE TABLE emt_projections(
        name TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1, partition TEXT NOT NULL DEFAULT 'global',
        type CHAR(1) NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, definition JSONB NOT NULL DEFAULT '{}',
        PRIMARY KEY (name, partition, version))`,
      columns: ['name', 'version', 'partition', 'type', 'kind', 'status', 'definition'],
      rows: [],
    },
  ];
}
