import { type DayShape, momentOf, seeded } from './random.ts';
import { type Draft, type Numbered, sequence, stamp } from './sequence.ts';
import type { Table } from './sqliteFile.ts';

// The story: Patient.Admitted has three versions. Version 1 holds no class_version at all; 2 adds the triage level; 3
// splits the name. The old node of ward C went on writing version 2 for about a day after version 3 began. The
// projection file carries the upcasters, so that the state looks the same whatever was recorded.

const firstDay = Date.UTC(2026, 3, 1);
const days = 6;
const version2From = Date.UTC(2026, 3, 3, 6, 0);
const version3From = Date.UTC(2026, 3, 5, 7, 30);
const oldNodeUntil = Date.UTC(2026, 3, 6, 11, 0);
const arrivals: DayShape = [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 9, 8, 7, 7, 8, 8, 7, 7, 8, 7, 6, 5, 4, 3];
const people = [
  ['Zoë', 'Åkesson'],
  ['Łukasz', 'Żak'],
  ['Siobhán', 'Ní Bhriain'],
  ['Mateo', 'García'],
  ['Hanna', 'Krause'],
  ['Ibrahim', 'Sow'],
  ['Chiara', 'Fontana'],
  ['Noah', 'Vermeer'],
  ['Aylin', 'Kaya'],
  ['Petr', 'Dvořák'],
  ['Inês', 'Moreira'],
  ['Oskar', 'Lund'],
  ['Mina', 'Farahani'],
  ['Théo', 'Marchand'],
  ['Grace', 'Okafor'],
  ['Yusuf', 'Öztürk'],
  ['Elena', 'Ionescu'],
  ['Anton', 'Weiss'],
] as const;
const drugs = ['paracetamol', 'ibuprofen', 'amoxicillin', 'ondansetron', 'enoxaparin'];

/** The clinic's events as the store numbers them. */
export function clinicEvents(): Numbered[] {
  const random = seeded(4007);
  const drafts: Draft[] = [];
  const until = firstDay + days * 86_400_000;
  const tell = (
    streamId: string,
    type: string,
    at: number,
    data: Record<string, unknown>,
    schemaVersion?: number,
  ): void => {
    if (at < until) drafts.push({ streamId, type, at, id: '', data, schemaVersion });
  };
  for (let d = 0; d < days; d++) {
    for (let i = random.int(14, 19); i > 0; i--) stay(momentOf(random, firstDay + d * 86_400_000, arrivals));
  }

  function stay(arrival: number): void {
    const streamId = random.uuid().replaceAll('-', '');
    const [given, family] = random.pick(people);
    const ward = random.weighted([
      ['A', 3],
      ['B', 3],
      ['C', 5],
    ]);
    const triage = random.int(1, 5);
    let at = arrival;
    const oldNode = ward === 'C' && at < oldNodeUntil;
    if (at >= version3From && !oldNode) {
      tell(
        streamId,
        'Admitted',
        at,
        { name: { given, family }, ward, triage, insurance: random.pick(['public', 'private']) },
        3,
      );
    } else if (at >= version2From) tell(streamId, 'Admitted', at, { name: `${given} ${family}`, ward, triage }, 2);
    else tell(streamId, 'Admitted', at, { name: `${given} ${family}`, ward });
    const later = (fromMinutes: number, toMinutes: number): number => {
      at += random.int(fromMinutes * 60_000, toMinutes * 60_000) + random.int(0, 999) / 1000;
      return at;
    };
    tell(streamId, 'VitalsTaken', later(3, 15), {
      pulse: random.int(58, 121),
      temperature: decimal(random.int(361, 397) / 10, 1),
      bloodPressure: `${random.int(98, 165)}/${random.int(60, 98)}`,
    });
    tell(streamId, 'Diagnosed', later(10, 70), {
      code: random.pick(['J18.9', 'S52.5', 'K35.8', 'N20.0', 'R07.4']),
      certainty: random.pick(['suspected', 'confirmed']),
    });
    for (let i = random.int(1, 5); i > 0; i--) {
      tell(streamId, 'Medicated', later(20, 320), {
        drug: random.pick(drugs),
        mg: decimal(random.int(2, 40) * 12.5, 1),
      });
    }
    if (random.chance(0.3)) tell(streamId, 'Moved', later(20, 400), { ward: random.pick(['A', 'B', 'C', 'ICU']) });
    if (random.chance(0.8))
      tell(streamId, 'Discharged', later(60, 900), {
        to: random.pick(['home', 'home', 'home', 'care home']),
        followUp: random.chance(0.5),
      });
  }
  return sequence(drafts);
}

const decimal = (value: number, digits: number): Record<string, string> => ({
  _type_: 'decimal_str',
  _data_: value.toFixed(digits),
});

const datetime = (ms: number): Record<string, string> => {
  const whole = Math.floor(ms);
  const micros = String(Math.round((ms - whole) * 1000)).padStart(3, '0');
  return { _type_: 'datetime_iso', _data_: `${new Date(whole).toISOString().slice(0, -1)}${micros}+00:00` };
};

/** The tables of `clinic.sqlite`, laid out as the Python library eventsourcing 9.3 lays them out. */
export function clinicTables(): Table[] {
  const events = clinicEvents();
  const state =
    'originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB, PRIMARY KEY (originator_id, originator_version)';
  const columns = ['originator_id', 'originator_version', 'topic', 'state'];
  const read = events.slice(0, -38).filter((_, index) => index !== 120);
  return [
    {
      name: 'stored_events',
      ddl: `CREATE TABLE stored_events (${state})`,
      columns,
      rows: events.map((event) => [
        event.streamId,
        event.streamRevision,
        `clinic.wards:Patient.${event.type}`,
        bytes({
          timestamp: datetime(stamp(event)),
          ...(event.streamRevision === 1 ? { originator_topic: 'clinic.wards:Patient' } : {}),
          ...event.data,
          ...(event.schemaVersion === undefined ? {} : { class_version: event.schemaVersion }),
        }),
      ]),
    },
    {
      name: 'stored_snapshots',
      ddl: `CREATE TABLE stored_snapshots (${state}) WITHOUT ROWID`,
      columns,
      rows: snapshots(events),
    },
    {
      name: 'tracking',
      ddl: 'CREATE TABLE tracking (application_name TEXT, notification_id INTEGER, PRIMARY KEY (application_name, notification_id)) WITHOUT ROWID',
      columns: ['application_name', 'notification_id'],
      rows: read.map((event) => ['WardBoard', event.globalPosition]),
    },
  ];
}

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

/** A snapshot of the aggregate at every fifth event, in the order of the table's key. */
function snapshots(events: readonly Numbered[]): [string, number, string, Buffer][] {
  const rows: [string, number, string, Buffer][] = [];
  const patients = new Map<string, Record<string, unknown> & { meds: [string, string][] }>();
  for (const event of events) {
    const { data, streamId } = event;
    const patient = patients.get(streamId) ?? { _created_on: datetime(event.at), status: 'admitted', meds: [] };
    patients.set(streamId, patient);
    if (event.type === 'Admitted') {
      const name = data.name as string | { given: string; family: string };
      Object.assign(patient, {
        name: typeof name === 'string' ? name : `${name.given} ${name.family}`,
        ward: data.ward,
        triage: data.triage ?? null,
      });
    } else if (event.type === 'Medicated')
      patient.meds.push([data.drug as string, (data.mg as { _data_: string })._data_]);
    else if (event.type === 'Moved') patient.ward = data.ward;
    else if (event.type === 'Diagnosed') patient.diagnosis = data.code;
    else if (event.type === 'Discharged') patient.status = 'discharged';
    if (event.streamRevision % 5 === 0) {
      const state = { ...patient, meds: [...patient.meds], _modified_on: datetime(event.at) };
      rows.push([
        streamId,
        event.streamRevision,
        'eventsourcing.domain:Snapshot',
        bytes({ timestamp: datetime(event.at), topic: 'clinic.wards:Patient', state }),
      ]);
    }
  }
  return rows.sort(([a, m], [b, n]) => (a < b ? -1 : a > b ? 1 : m - n));
}
