import { type DayShape, momentOf, roundMoney, seeded } from './random.ts';
import { type Draft, type Numbered, sequence } from './sequence.ts';

// The story: with the deploy of Thursday 14:20, PurchaseCompleted writes its total as text and adds a currency, under the
// same schema version: drift. In the night to Wednesday the collector was down and nothing at all was recorded. On Friday
// evening a newsletter brings a spike.

const firstDay = Date.UTC(2026, 1, 9); // A Monday.
const wanted = 50_000;
const deploy = Date.UTC(2026, 1, 12, 14, 20);
const downFrom = Date.UTC(2026, 1, 10, 22, 40);
const downUntil = Date.UTC(2026, 1, 11, 5, 25);
const spikeFrom = Date.UTC(2026, 1, 13, 18, 0);
const web: DayShape = [2, 1.2, 0.8, 0.6, 0.6, 0.8, 1.5, 3, 5, 6, 6.5, 6.5, 7.5, 7, 6, 6, 6, 6.5, 7.5, 9, 10, 9.5, 7, 4];
const pages = [
  ['/', 30],
  ['/coffee', 18],
  ['/coffee/ethiopia-guji', 9],
  ['/coffee/house-blend', 11],
  ['/grinders', 8],
  ['/grinders/hand', 5],
  ['/kettles', 6],
  ['/subscribe', 7],
  ['/blog/water', 4],
  ['/blog/roast-levels', 5],
  ['/cart', 6],
  ['/help/shipping', 2],
] as const;

/** The site's events as the store numbers them: 50,000 of them. */
export function analyticsEvents(): Numbered[] {
  const random = seeded(5005);
  const drafts: Draft[] = [];
  let visits = 0;

  const visit = (start: number, fromNewsletter: boolean): void => {
    const streamId = `visit-${String(++visits).padStart(5, '0')}`;
    let at = start;
    const tell = (type: string, data: Record<string, unknown>): void => {
      if (at < downFrom || at > downUntil) drafts.push({ streamId, type, at, id: '', data, schemaVersion: 1 });
    };
    tell('SessionStarted', {
      source: fromNewsletter
        ? 'newsletter'
        : random.weighted([
            ['search', 5],
            ['direct', 3],
            ['social', 2],
            ['newsletter', 1],
          ]),
      device: random.weighted([
        ['phone', 6],
        ['desktop', 3],
        ['tablet', 1],
      ]),
      country: random.weighted([
        ['NL', 6],
        ['DE', 3],
        ['BE', 2],
        ['FR', 1],
      ]),
    });
    let inCart = 0;
    for (let left = random.int(1, 9); left > 0; left--) {
      const page = random.weighted(pages);
      at += random.int(300, 1500);
      tell('PageViewed', { page, ms: random.int(80, 900) });
      at += random.int(4000, 95_000);
      if (page.startsWith('/coffee/') || page.startsWith('/grinders/')) {
        if (random.chance(0.22)) {
          const price = random.money(8, 60);
          inCart = roundMoney(inCart + price);
          tell('ItemAdded', { item: page.slice(page.lastIndexOf('/') + 1), price });
        }
      } else if (random.chance(0.06))
        tell('Searched', { terms: random.pick(['filter', 'decaf', 'v60', 'gift', 'oat']), hits: random.int(0, 24) });
    }
    if (inCart > 0 && random.chance(0.55)) {
      at += random.int(20_000, 180_000);
      tell(
        'PurchaseCompleted',
        at < deploy ? { order: visits, total: inCart } : { order: visits, total: inCart.toFixed(2), currency: 'EUR' },
      );
    }
  };

  for (let d = 0; d < 7; d++) {
    const today = d >= 5 ? 945 : 995;
    for (let i = 0; i < today; i++) visit(momentOf(random, firstDay + d * 86_400_000, web), false);
    if (d === 4) for (let i = 0; i < 900; i++) visit(spikeFrom + Math.floor(random.next() ** 2.2 * 5_400_000), true);
  }
  const events = sequence(drafts);
  if (events.length < wanted) throw new Error(`Only ${events.length} events were told; ${wanted} are wanted.`);
  return events.slice(0, wanted);
}

/** The lines of `analytics.jsonl`. */
export const analyticsLines = (): string[] =>
  analyticsEvents().map((event) =>
    JSON.stringify({
      seq: event.globalPosition,
      stream_id: event.streamId,
      revision: event.streamRevision,
      type: event.type,
      schema_version: event.schemaVersion,
      time: new Date(event.at).toISOString(),
      data: event.data,
    }),
  );
