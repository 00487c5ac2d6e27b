import { describe, expect, it } from 'vitest';
import { guessMapping } from '../../../../../electron/worker/mapping/guess.ts';
import type { JsonObject } from '../../../../../shared/json.ts';

const guess = (records: readonly JsonObject[]) =>
  guessMapping({ kind: 'json-lines' }, records, [...new Set(records.flatMap((record) => Object.keys(record)))]);

const make = (count: number, record: (i: number) => JsonObject): JsonObject[] =>
  Array.from({ length: count }, (_, i) => record(i));

const time = (i: number): string => new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString();

describe('a guess', () => {
  it('tells roles by clear names', () => {
    const records = make(20, (i) => ({
      event_id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      aggregate_id: `a-${i % 4}`,
      aggregate_version: Math.floor(i / 4) + 1,
      event_type: i % 2 === 0 ? 'Opened' : 'Closed',
      created_at: time(i),
      global_position: i,
      payload: { n: i },
      metadata: { user: 'u' },
      correlation_id: `c-${i % 3}`,
    }));
    expect(guess(records).mapping.fields).toEqual({
      type: 'event_type',
      stream: 'aggregate_id',
      revision: 'aggregate_version',
      globalPosition: 'global_position',
      recordedAt: 'created_at',
      eventId: 'event_id',
      correlationId: 'correlation_id',
      payload: 'payload',
      metadata: 'metadata',
    });
  });

  it('tells them by their values where names say nothing', () => {
    const records = make(40, (i) => ({
      f1: 1000 + i,
      f2: ['UserJoined', 'UserLeft'][i % 2]!,
      f3: `user/${i % 5}`,
      f4: Math.floor(i / 5) + 1,
      f5: 1_772_352_000_000 + i * 1000,
      f6: JSON.stringify({ n: i }),
    }));
    expect(guess(records).mapping.fields).toEqual({
      type: 'f2',
      stream: 'f3',
      revision: 'f4',
      globalPosition: 'f1',
      recordedAt: 'f5',
      payload: 'f6',
    });
  });

  it('composes a stream of two columns where revisions count within both', () => {
    const counts = new Map<string, number>();
    const records = make(60, (i) => {
      const kind = i % 3 === 0 ? 'order' : 'invoice';
      const number = (i * 7) % 5;
      const step = (counts.get(kind + number) ?? 0) + 1;
      counts.set(kind + number, step);
      return { what: ['TotalChanged', 'NoteAdded'][i % 2]!, kind, number, step, at: time(i), data: {} };
    });
    expect(guess(records).mapping.fields).toMatchObject({
      stream: { join: ['kind', 'number'], with: '-' },
      revision: 'step',
    });
  });

  it('looks into an event that stands inside of one member', () => {
    const records = make(10, (i) => ({
      envelope: { type: 'ThingDone', occurred: time(i), streamId: `s-${i % 2}`, data: { i } },
    }));
    expect(guess(records).mapping.fields).toMatchObject({ type: '/envelope/type', payload: '/envelope/data' });
  });

  it('knows Julian days', () => {
    const records = make(10, (i) => ({ type: 'T', stream: `s${i % 2}`, day: 2_461_100.25 + i / 7 }));
    expect(guess(records).mapping.fields.recordedAt).toEqual({ from: 'day', as: 'julian-days' });
  });

  it('always has a type to change, and prefers what looks like events', () => {
    const people = guess(make(5, (i) => ({ id: i, name: `Person ${i}` })));
    expect(people.mapping.fields.type).toBeDefined();
    expect(guess([]).mapping.fields.type).toBe('type');
    expect(guess(make(9, (i) => ({ type: 'Opened', stream: `s${i % 3}`, at: time(i) }))).score).toBeGreaterThan(
      people.score,
    );
  });
});
