import { type DayShape, momentOf, roundMoney, seeded } from './random.ts';
import { type Draft, type Numbered, sequence, stamp } from './sequence.ts';

// The story: the phone of driver D-17 is seven minutes slow from the second day on, so that times go backwards inside
// the rides it takes. One ride was finished twice: its app sent RideFinished again after a timeout, with the same id.
// The names of the envelope are those of a message-db export.

const firstDay = Date.UTC(2026, 1, 26); // A Thursday.
const slow = -7 * 60_000 - 12_340;
const weekday: DayShape = [1, 1, 0, 0, 0, 1, 3, 8, 10, 6, 3, 3, 5, 4, 3, 4, 7, 10, 9, 6, 5, 5, 4, 3];
const weekend: DayShape = [9, 8, 5, 3, 1, 0, 0, 1, 2, 3, 4, 5, 6, 6, 5, 5, 6, 7, 8, 9, 10, 12, 14, 12];
const places = [
  ['Centraal', 52.3791, 4.9003],
  ['Museumplein', 52.358, 4.8811],
  ['Sloterdijk', 52.3888, 4.8378],
  ['Noord', 52.4001, 4.9353],
  ['Zuid', 52.3389, 4.873],
  ['Bijlmer', 52.3122, 4.9471],
  ['Haarlem', 52.3874, 4.6462],
  ['Schiphol', 52.3105, 4.7683],
] as const;

interface Driver {
  readonly id: string;
  readonly car: string;
}

/** The rides' events as the store numbers them (its revisions count from 0). */
export function ridesEvents(): Numbered[] {
  const random = seeded(3003);
  const drafts: Draft[] = [];
  const drivers: Driver[] = Array.from({ length: 24 }, (_, n) => ({
    id: `D-${n + 1}`,
    car: random.pick(['Kia Niro', 'VW ID.4', 'Toyota Corolla', 'Tesla Model 3', 'Škoda Enyaq']),
  }));
  const tell = (draft: Omit<Draft, 'id'> & { id?: string }): Draft => {
    const event = { id: random.uuid(), ...draft };
    drafts.push(event);
    return event;
  };
  for (let d = 0; d < 4; d++) {
    for (const driver of drivers) {
      const at = firstDay + d * 86_400_000 + random.int(5, 8) * 3_600_000 + random.int(0, 3_600_000);
      tell({
        streamId: `driver-${driver.id}`,
        type: 'ShiftStarted',
        at,
        actor: driver.id,
        data: { driver: driver.id, car: driver.car, battery: random.int(60, 100) },
      });
      tell({
        streamId: `driver-${driver.id}`,
        type: 'ShiftEnded',
        at: at + random.int(8, 15) * 3_600_000,
        actor: driver.id,
        data: { driver: driver.id, battery: random.int(8, 55) },
      });
    }
  }
  const requests: number[] = [];
  for (let d = 0; d < 4; d++) {
    const busy = d >= 2;
    for (let i = 0; i < (busy ? 64 : 44); i++)
      requests.push(momentOf(random, firstDay + d * 86_400_000, busy ? weekend : weekday));
  }
  requests.sort((a, b) => a - b);
  requests.forEach((at, n) => {
    ride(`R-${20_001 + n}`, at);
  });

  function ride(rideId: string, at: number): void {
    const streamId = `ride-${rideId}`;
    const correlationId = random.uuid();
    const from = random.pick(places);
    const to = random.pick(places.filter((place) => place !== from));
    const rider = `U-${random.int(400, 520)}`;
    const surge = random.weighted([
      [1, 7],
      [1.2, 2],
      [1.5, 1],
    ]);
    const requested = tell({
      streamId,
      type: 'RideRequested',
      at,
      correlationId,
      actor: rider,
      data: {
        rideId,
        rider,
        from: { name: from[0], lat: from[1], lon: from[2] },
        to: { name: to[0], lat: to[1], lon: to[2] },
        surge,
      },
    });
    if (random.chance(0.07)) {
      tell({
        streamId,
        type: 'RideCancelled',
        at: at + random.int(30, 240) * 1000,
        correlationId,
        causationId: requested.id,
        actor: rider,
        data: { rideId, by: 'rider', reason: random.pick(['changed plans', 'too slow', 'wrong address']) },
      });
      return;
    }
    const driver = random.pick(drivers);
    const skewed = driver.id === 'D-17' && at > firstDay + 86_400_000;
    const phone = { correlationId, actor: driver.id, ...(skewed ? { clockSkew: slow } : {}) };
    const matched = tell({
      streamId,
      type: 'DriverMatched',
      at: at + random.int(4, 60) * 1000,
      correlationId,
      causationId: requested.id,
      actor: 'dispatch',
      data: { rideId, driver: driver.id, etaMinutes: random.int(2, 9) },
    });
    const arrived = tell({
      streamId,
      type: 'DriverArrived',
      at: matched.at + random.int(90, 560) * 1000,
      ...phone,
      causationId: matched.id,
      data: { rideId, driver: driver.id },
    });
    const started = tell({
      streamId,
      type: 'RideStarted',
      at: arrived.at + random.int(20, 150) * 1000,
      ...phone,
      causationId: arrived.id,
      data: { rideId, driver: driver.id },
    });
    const minutes = random.int(6, 38);
    const finishedAt = started.at + minutes * 60_000 + random.int(0, 59_999);
    const km = roundMoney(minutes * (0.35 + random.next() * 0.4));
    const fare = roundMoney((3.2 + km * 1.35 + minutes * 0.28) * surge);
    const finish = {
      streamId,
      type: 'RideFinished',
      ...phone,
      causationId: started.id,
      data: { rideId, driver: driver.id, km, minutes, fare },
    };
    const finished = tell({ ...finish, at: finishedAt });
    if (rideId === 'R-20118') tell({ ...finish, at: finishedAt + 9400, id: finished.id });
    tell({
      streamId,
      type: 'FareCharged',
      at: finishedAt + random.int(11_000, 14_000),
      correlationId,
      causationId: finished.id,
      actor: 'billing',
      data: { rideId, rider, amount: fare, currency: 'EUR' },
    });
    if (random.chance(0.62)) {
      const stars = random.weighted([
        [5, 12],
        [4, 5],
        [3, 2],
        [2, 1],
        [1, 1],
      ]);
      tell({
        streamId,
        type: 'RideRated',
        at: finishedAt + random.int(2, 90) * 60_000,
        correlationId,
        causationId: finished.id,
        actor: rider,
        data: {
          rideId,
          stars,
          ...(stars < 4 ? { comment: random.pick(['rough braking', 'wrong turn', 'car smelled of smoke']) } : {}),
        },
      });
    }
  }
  return sequence(drafts);
}

/** The lines of `rides.jsonl.gz`, before packing. */
export const ridesLines = (): string[] =>
  ridesEvents().map((event) =>
    JSON.stringify({
      id: event.id,
      stream_name: event.streamId,
      type: event.type,
      position: event.streamRevision - 1,
      global_position: event.globalPosition,
      data: event.data,
      metadata: {
        correlationId: event.correlationId,
        causationId: event.causationId,
        actor: event.actor,
        schemaVersion: 1,
      },
      time: new Date(stamp(event)).toISOString().replace('Z', ''),
    }),
  );
