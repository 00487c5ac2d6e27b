import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../electron/worker/openedLog.ts';
import { parseJson, stringifyJson } from '../../../../../shared/json.ts';
import { assertIndexIntegrity } from '../../../../builders/indexIntegrity.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';

const scratch = scratchFolder();
let files = 0;

async function withLog<T>(content: string | Uint8Array, look: (log: OpenedLog) => T): Promise<T> {
  const log = await openLog(scratch.write(`log-${files++}`, content));
  try {
    assertIndexIntegrity(log.index);
    return look(log);
  } finally {
    log.close();
  }
}

const payloadText = (log: OpenedLog, ordinal: number): string => {
  const { payload } = log.event(ordinal);
  return payload.kind === 'json' ? payload.text : `${payload.kind}!`;
};

const good = (i: number): string => `{"streamId":"s","type":"T","data":{"i":${i}}}`;

describe('lines', () => {
  it('may end in CRLF, be blank, be indented, and lack the last line break', async () => {
    await withLog(`\r\n${good(0)}\r\n\n  ${good(1)}  \r\n\t\n${good(2)}`, (log) => {
      expect(log.index.length).toBe(3);
      expect([0, 1, 2].map((i) => payloadText(log, i))).toEqual(['{"i":0}', '{"i":1}', '{"i":2}']);
      expect(log.index.problems).toEqual([]);
    });
  });

  it('that cannot be read are problems with their place; the rest opens', async () => {
    const bad = ['{"streamId":"s","type":', '7', '{"streamId":"s","data":{}}', '\0\0\0', 'null'];
    const content = [good(0), ...bad, good(1), ''].join('\n');
    await withLog(content, (log) => {
      expect(log.index.length).toBe(2);
      expect(log.index.problems.map(({ place }) => place)).toEqual([
        'line 2 (byte 43)',
        'line 3 (byte 67)',
        'line 4 (byte 69)',
        'line 5 (byte 96)',
        'line 6 (byte 100)',
      ]);
      const reasons = log.index.problems.map(({ reason }) => reason);
      expect(reasons[0]).toContain('no JSON');
      expect(reasons[1]).toContain('no object');
      expect(reasons[2]).toContain('names no event type');
      expect(reasons[3]).toContain('3 NUL bytes');
      expect(reasons[4]).toContain('no object');
    });
  });

  it('with bytes that are not UTF-8 are shown, and said', async () => {
    const content = Buffer.concat([
      Buffer.from(`${good(0)}\n{"streamId":"s","type":"T","data":{"name":"J`),
      Buffer.from([0xf6]),
      Buffer.from(`rg"}}\n${good(2)}\n`),
    ]);
    await withLog(content, (log) => {
      expect(payloadText(log, 1)).toBe('{"name":"J\uFFFDrg"}');
      expect(log.index.problems).toEqual([
        { place: 'line 2 (byte 43)', reason: expect.stringContaining('not UTF-8'), ordinal: 1 },
      ]);
    });
  });

  it('may be longer than what is read at once', async () => {
    const long = 'ä"\\'.repeat(900_000);
    const line = `{"streamId":"big","type":"T","data":${JSON.stringify({ long })}}`;
    await withLog(`${line}\n${good(1)}\n${line}\n`, (log) => {
      expect(log.index.length).toBe(3);
      expect(JSON.parse(payloadText(log, 2))).toEqual({ long });
      expect(payloadText(log, 1)).toBe('{"i":1}');
    });
  });

  it('keep what is dangerous or deep as it is written', async () => {
    const deep = `${'['.repeat(1000)}${']'.repeat(1000)}`;
    const wide = '{"__proto__":{"admin":true},"n":12345678901234567890.10,"n":1e400, "u":"\\u0000"}';
    const lines = [deep, wide].map((data) => `{"streamId":"__proto__","type":"constructor","data":${data}}`);
    await withLog(lines.join('\n'), (log) => {
      expect(payloadText(log, 0)).toBe(deep);
      expect(payloadText(log, 1)).toBe(wide);
      expect(log.envelope(1)).toMatchObject({ streamId: '__proto__', type: 'constructor' });
      expect(log.index.problems).toEqual([]);
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    });
  });

  it('come back as any JSON was written', async () => {
    const events = fc.array(
      fc.record({
        stream: fc.string({ minLength: 1, unit: 'grapheme' }),
        type: fc.string({ minLength: 1, unit: 'grapheme' }),
        revision: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        position: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        data: fc.oneof(
          fc.jsonValue({ noUnicodeString: false }),
          fc
            .bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
            .map(String)
            .map(parseJson),
        ),
        order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        space: fc.constantFrom('', ' ', '\t', '  '),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(events, fc.constantFrom('\n', '\r\n', '\n\n'), async (list, lineBreak) => {
        const texts = list.map(({ data }) => stringifyJson(data as never));
        const lines = list.map(({ stream, type, revision, position, order, space }, i) => {
          const members = [
            `"streamId":${space}${JSON.stringify(stream)}`,
            `"type":${JSON.stringify(type)}`,
            `"streamRevision":${revision}`,
            `"globalPosition":${space}"${position}"`,
            `"data"${space}:${space}${texts[i]}${space}`,
          ];
          return `${space}{${order.map((k) => members[k]).join(`${space},`)}${space}}`;
        });
        await withLog(lines.join(lineBreak), (log) => {
          expect(log.index.length).toBe(list.length);
          list.forEach(({ stream, type, revision, position, data }, i) => {
            expect(log.envelope(i)).toMatchObject({
              streamId: stream,
              type,
              streamRevision: String(revision),
              globalPosition: String(position),
            });
            // A string that holds JSON stands for that JSON.
            if (typeof data !== 'string') expect(payloadText(log, i)).toBe(texts[i]);
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('names of home-grown lines', () => {
  const first = (line: object | object[], ordinal = 0) =>
    withLog(
      [line]
        .flat()
        .map((object) => JSON.stringify(object))
        .join('\n'),
      (log) => ({
        ...log.event(ordinal),
        notes: log.summary().notes.join(' '),
        firstRevision: log.format.firstRevision,
      }),
    );

  it('are found whichever convention they follow', async () => {
    const expected = {
      streamId: 'order-1',
      streamRevision: '4',
      globalPosition: '17',
      type: 'OrderPlaced',
      recordedAt: '2026-03-01T10:00:00.000Z',
      eventId: 'e1',
      correlationId: 'c1',
      causationId: 'e0',
      actor: 'ann',
      schemaVersion: '2',
      payload: { kind: 'json', text: '{"total":1}' },
    };
    const time = '2026-03-01T10:00:00Z';
    const meta = { correlation_id: 'c1', causation_id: 'e0', user: 'ann', schema_version: 2 };
    const data = { total: 1 };
    expect(
      await first({
        stream_id: 'order-1',
        version: 4,
        global_position: 17,
        event_type: 'OrderPlaced',
        created_at: time,
        event_id: 'e1',
        metadata: meta,
        data,
      }),
    ).toMatchObject(expected);
    expect(
      await first({
        aggregateId: 'order-1',
        sequenceNumber: 4,
        globalIndex: '17',
        eventType: 'OrderPlaced',
        timestamp: Date.parse(time),
        id: 'e1',
        meta,
        payload: data,
      }),
    ).toMatchObject({ ...expected, notes: expect.stringContaining('unit is guessed') });
    const emmett = {
      streamName: 'order-1',
      streamPosition: '4',
      globalPosition: '17',
      messageId: 'e1',
      correlationId: 'c1',
      causationId: 'e0',
      actor: 'ann',
      schemaVersion: 2,
    };
    expect(await first({ type: 'OrderPlaced', data, metadata: emmett, created: time })).toMatchObject(expected);
  });

  it('lose no member that has no role: it joins the metadata', async () => {
    const event = await first({
      streamId: 's',
      type: 'T',
      data: {},
      tenant: 'north',
      metadata: { user: 'u', tenant: 'own' },
      site: 3,
    });
    expect(JSON.parse(event.metadata!)).toEqual({ user: 'u', tenant: 'own', 'envelope.tenant': 'north', site: 3 });
  });

  it('make the rest of a flat line the payload', async () => {
    const event = await first({ streamId: 's', type: 'T', time: '2026-01-01', amount: 5, user: 'ann' });
    expect(event).toMatchObject({
      payload: { text: '{"amount":5,"user":"ann"}' },
      notes: expect.stringContaining('no payload'),
    });
  });

  it('take a bare number for the stream or for the whole log by how it runs', async () => {
    const line = (stream: string, position: number) => ({ streamId: stream, type: 'T', position, data: {} });
    const whole = await first([line('a', 1), line('b', 2), line('a', 5)], 2);
    expect(whole).toMatchObject({ globalPosition: '5', streamRevision: null });
    const perStream = await first([line('a', 0), line('b', 0), line('a', 1)], 2);
    expect(perStream).toMatchObject({ globalPosition: null, streamRevision: '1', firstRevision: 0 });
  });

  it('take a version that differs by type for a schema version, one that counts for the revision', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => ({
      streamId: 's',
      streamRevision: i,
      type: i % 2 ? 'A' : 'B',
      version: i % 2 ? 2 : 1,
      data: {},
    }));
    expect(await first(lines, 11)).toMatchObject({ streamRevision: '11', schemaVersion: '2' });
    const counting = lines.map(({ streamRevision, version, ...rest }) => ({ ...rest, version: streamRevision + 1 }));
    expect(await first(counting, 11)).toMatchObject({ streamRevision: '12', schemaVersion: null });
  });

  it('read the version in a type, and none for its sibling without', async () => {
    const line = (type: string) => ({ streamId: 's', type, data: {} });
    const lines = ['Opened', 'Opened.v2', 'opened_v3', 'OpenedV4', 'opened#5', 'Step-3', 'Invoice.2024'].map(line);
    const versions = await withLog(lines.map((l) => JSON.stringify(l)).join('\n'), (log) =>
      lines.map((_, i) => log.envelope(i).schemaVersion),
    );
    expect(versions).toEqual([null, '2', '3', '4', '5', null, null]);
  });

  it('decode JSON in a string, and PostgreSQL bytes', async () => {
    const hex = `\\x${Buffer.from('{"a":1}').toString('hex')}`;
    const lines = ['{"n":9007199254740993}', hex, 'plain text'].map((data) => ({ streamId: 's', type: 'T', data }));
    const texts = await withLog(lines.map((l) => JSON.stringify(l)).join('\n'), (log) =>
      lines.map((_, i) => payloadText(log, i)),
    );
    expect(texts).toEqual(['{"n":9007199254740993}', '{"a":1}', '"plain text"']);
  });
});

describe('worlds with rules of their own', () => {
  it('reads positions beyond 2^53 exactly, as numbers and as text', async () => {
    const row = (position: string) =>
      `{"seq_id":${position},"id":"e${position}","stream_id":"s","version":9007199254740993,"data":{"n":9007199254740995},"type":"t","timestamp":"2026-01-01T00:00:00.123456+00:00","tenant_id":"*DEFAULT*"}`;
    await withLog(`${row('9223372036854775806')}\n${row('9223372036854775807')}\n`, (log) => {
      expect(log.envelope(1)).toMatchObject({
        globalPosition: '9223372036854775807',
        streamRevision: '9007199254740993',
        recordedAt: '2026-01-01T00:00:00.123456Z',
      });
      expect(log.point('9223372036854775806')?.ordinal).toBe(0);
      expect(payloadText(log, 0)).toBe('{"n":9007199254740995}');
    });
  });

  it('finds out that a file is COPY text even when the first telling line comes late', async () => {
    const row = (i: number, name: string) =>
      JSON.stringify({
        id: `m${i}`,
        data: { name },
        type: 'T',
        position: i,
        time: '2026-01-01T00:00:00',
        stream_name: 's-1',
        global_position: i,
        metadata: null,
      });
    const rows = [...Array.from({ length: 3000 }, (_, i) => row(i, 'plain')), row(3000, 'Bob "Bobby" Tables')];
    await withLog(rows.join('\n').replaceAll('\\', '\\\\'), (log) => {
      expect(log.index.length).toBe(3001);
      expect(payloadText(log, 3000)).toBe('{"name":"Bob \\"Bobby\\" Tables"}');
      expect(log.summary().notes.join(' ')).toContain('COPY text');
    });
  });

  it('shows binary KurrentDB events as bytes', async () => {
    const event = {
      streamId: 's',
      id: 'i',
      revision: '0',
      type: 'Stored',
      isJson: false,
      created: '2026-01-01T00:00:00Z',
      data: { type: 'Buffer', data: [222, 173] },
    };
    await withLog(JSON.stringify({ event }), (log) => {
      expect(log.event(0).payload).toMatchObject({ kind: 'binary', bytes: 2, base64: '3q0=' });
    });
  });

  it('decodes data_base64 that holds JSON and keeps other bytes', async () => {
    const line = (data: string) =>
      JSON.stringify({
        specversion: '1.0',
        id: 'i',
        type: 'T',
        source: '/s',
        data_base64: Buffer.from(data).toString('base64'),
      });
    await withLog(`${line('{"a":1}')}\n${line('not json')}`, (log) => {
      expect(log.event(0)).toMatchObject({ streamId: '/s', payload: { kind: 'json', text: '{"a":1}' } });
      expect(log.event(1).payload).toMatchObject({ kind: 'binary', bytes: 8 });
    });
  });

  it('orders Kafka messages of several partitions by time and keeps offsets in the metadata', async () => {
    const message = (partition: number, offset: number, ts: number) =>
      JSON.stringify({
        topic: 'orders',
        partition,
        offset,
        ts,
        key: `k${partition}`,
        headers: ['event-type', 'Placed'],
        payload: '{"n":1}',
      });
    await withLog(
      [message(0, 0, 3000), message(0, 1, 9000), message(1, 0, 1000), '{', message(1, 1, 9000)].join('\n'),
      (log) => {
        const order = [0, 1, 2, 3].map(
          (i) => JSON.parse(log.event(i).metadata!) as { partition: number; offset: number },
        );
        expect(order.map(({ partition, offset }) => `${partition}/${offset}`)).toEqual(['1/0', '0/0', '0/1', '1/1']);
        expect(log.index.problems).toHaveLength(1);
      },
    );
  });
});
