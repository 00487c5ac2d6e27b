import { analyticsEvents, analyticsLines } from './analytics.ts';
import { bankEvents, bankLines } from './bank.ts';
import { clinicEvents, clinicTables } from './clinic.ts';
import { ridesEvents, ridesLines } from './rides.ts';
import { shopEvents, shopTables } from './shop.ts';
import type { Table } from './sqliteFile.ts';

export interface Sample {
  readonly id: string;
  readonly title: string;
  /** Path of the store below `resources/samples`. */
  readonly file: string;
  /** Format for a person. */
  readonly format: string;
  readonly events: number;
  /** One line: what there is to find. */
  readonly lookFor: string;
  readonly content:
    | { readonly kind: 'lines'; readonly packed: boolean; readonly lines: () => string[] }
    | { readonly kind: 'sqlite'; readonly tables: () => Table[] };
}

/** The gallery, in the order in which it is shown. */
export const samples: readonly Sample[] = [
  {
    id: 'bank',
    title: 'Bank',
    file: 'bank/bank.jsonl',
    format: 'JSON Lines',
    events: bankEvents().length,
    lookFor: 'account-1017 was closed with 240 euros less than its events add up to: which withdrawal is missing?',
    content: { kind: 'lines', packed: false, lines: bankLines },
  },
  {
    id: 'shop',
    title: 'Shop',
    file: 'shop/shop.sqlite',
    format: 'Emmett SQLite',
    events: shopEvents().length,
    lookFor: 'Order O-7042 was picked but never shipped: the event that says it was paid is gone.',
    content: { kind: 'sqlite', tables: shopTables },
  },
  {
    id: 'rides',
    title: 'Rides',
    file: 'rides/rides.jsonl.gz',
    format: 'message-db JSON Lines, gzip',
    events: ridesEvents().length,
    lookFor: 'One driver arrives before being asked: a phone’s clock is slow. And one ride was finished twice.',
    content: { kind: 'lines', packed: true, lines: ridesLines },
  },
  {
    id: 'clinic',
    title: 'Clinic',
    file: 'clinic/clinic.sqlite',
    format: 'Python eventsourcing SQLite',
    events: clinicEvents().length,
    lookFor: 'Admitted has three versions, and ward C still wrote the second long after the third began.',
    content: { kind: 'sqlite', tables: clinicTables },
  },
  {
    id: 'analytics',
    title: 'Web analytics',
    file: 'analytics/analytics.jsonl',
    format: 'JSON Lines',
    events: analyticsEvents().length,
    lookFor: 'Since Thursday’s deploy a purchase’s total is text, under the same version. A night is missing, too.',
    content: { kind: 'lines', packed: false, lines: analyticsLines },
  },
];
