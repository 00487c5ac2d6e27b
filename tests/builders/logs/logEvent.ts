/** An event for the builders of binary logs. */
export interface LogEvent {
  readonly streamId: string;
  /** From 1. */
  readonly streamRevision: number;
  readonly type: string;
  readonly schemaVersion: number;
  /** ISO text. */
  readonly recordedAt: string;
  readonly eventId: string;
  readonly correlationId: string;
  readonly data: unknown;
}

const types = ['AccountOpened', 'MoneyDeposited', 'MoneyWithdrawn'];

/** So many events in so many streams, the same in every run. */
export function logEvents(count: number, streams = 3): LogEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const streamRevision = Math.floor(i / streams) + 1;
    const type = streamRevision === 1 ? types[0]! : types[1 + (i % 2)]!;
    return {
      streamId: `account-${i % streams}`,
      streamRevision,
      type,
      schemaVersion: streamRevision === 1 && i % 2 === 1 ? 2 : 1,
      recordedAt: new Date(Date.UTC(2026, 4, 1) + i * 61_000).toISOString(),
      eventId: uuidOf(i),
      correlationId: uuidOf(1_000_000 + (i % streams)),
      data: { amount: 10 * (i + 1), note: i % 5 === 0 ? 'Zoë "Z"\n山' : 'plain' },
    };
  });
}

export const uuidOf = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

export const millisOf = ({ recordedAt }: LogEvent): number => Date.parse(recordedAt);
