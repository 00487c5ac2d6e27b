import { arraysOf } from '../../electron/worker/eventIndex/columns.ts';
import { type EventIndex, NO_POSITION } from '../../electron/worker/eventIndex/eventIndex.ts';

/** Walks everything that must hold of an index, whatever it was built from; throws what does not. */
export function assertIndexIntegrity(index: EventIndex): void {
  const { columns: c, length } = index;
  const must = (condition: boolean, what: string): void => {
    if (!condition) throw new Error(`Index: ${what}`);
  };

  for (const [name, array] of Object.entries(arraysOf(c, length))) {
    must(array.length === length, `column ${name} is too short`);
  }
  must(index.clock.length >= length, 'the clock is too short');
  must(index.schemaVersions.text(0) === '', 'schema version 0 must stand for "not recorded"');

  const perStream = new Map<number, number>();
  let clock = Number.NaN;
  let first = Number.NaN;
  let last = Number.NaN;
  for (let i = 0; i < length; i++) {
    must(c.stream[i]! < index.streams.size, `event ${i} names an unknown stream`);
    must(c.type[i]! < index.types.size, `event ${i} names an unknown type`);
    must(c.schemaVersion[i]! < index.schemaVersions.size, `event ${i} names an unknown schema version`);
    must(c.place.at(i) >= 0n, `event ${i} has no place`);
    perStream.set(c.stream[i]!, (perStream.get(c.stream[i]!) ?? 0) + 1);
    const time = c.recordedAt[i]!;
    if (!Number.isNaN(time)) {
      clock = time > clock || Number.isNaN(clock) ? time : clock;
      first = time < first || Number.isNaN(first) ? time : first;
      last = time > last || Number.isNaN(last) ? time : last;
    }
    must(Object.is(index.clock[i], clock), `the clock at event ${i} is not the latest time so far`);
  }
  must(Object.is(index.firstTime, first) && Object.is(index.lastTime, last), 'first or last time is wrong');

  let posted = 0;
  for (let stream = 0; stream < index.streams.size; stream++) {
    const ordinals = index.ordinalsOfStream(stream);
    must(ordinals.length === (perStream.get(stream) ?? 0), `stream ${stream} posts ${ordinals.length} events`);
    must(ordinals.length === index.streamLength(stream), `stream ${stream} has another length than postings`);
    ordinals.forEach((ordinal, i) => {
      must(c.stream[ordinal] === stream, `event ${ordinal} is posted in the wrong stream`);
      must(i === 0 || ordinals[i - 1]! < ordinal, `the postings of stream ${stream} do not ascend`);
    });
    posted += ordinals.length;
  }
  must(posted === length, 'the postings do not cover the events');

  // A look-up may be a scan: try some two hundred.
  for (let i = 0; i < length; i += Math.ceil(length / 200)) {
    const position = c.globalPosition.at(i);
    if (position !== NO_POSITION) {
      must(c.globalPosition.at(index.ordinalAtPosition(position)) === position, `position ${position} is not found`);
    }
  }
  must(index.problemCount >= index.problems.length, 'fewer problems counted than kept');
  for (const { ordinal } of index.problems) {
    must(ordinal === null || (ordinal >= 0 && ordinal < length), `a problem names event ${ordinal}`);
  }
}
