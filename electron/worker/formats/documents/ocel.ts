import { plural } from '../../../../shared/format.ts';
import { objectText } from '../rawJson.ts';
import { documentTime } from './documentTime.ts';
import type { EventWriter } from './eventWriter.ts';
import { groupedObject, listText, type NamedText } from './jsonText.ts';

// Object-centric event logs (ocel-standard.org) in their JSON, XML and SQLite forms, 1.0 and 2.0. An event belongs to
// several objects. It is shown once, in the stream of the object that it names first; all of them stand in its metadata.

/** What the three forms have in common. */
export const ocelTraits = {
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  order: 'by-time',
} as const;

export interface OcelRelation {
  readonly objectId: string;
  /** '' for none. */
  readonly qualifier: string;
}

export interface OcelEvent {
  readonly id: string;
  readonly type: string;
  /** As written; '' for none. */
  readonly time: string;
  readonly attributes: readonly NamedText[];
  readonly relations: readonly OcelRelation[];
}

/** The objects of a log, as far as they have been seen. */
export class OcelObjects {
  readonly #types = new Map<string, string>();
  #changes = 0;
  #relations = 0;

  /** An object with how many values of attributes and relations to other objects it has. */
  add(id: string, type: string, changes: number, relations: number): void {
    this.#types.set(id, type);
    this.#changes += changes;
    this.#relations += relations;
  }

  typeOf(id: string): string {
    return this.#types.get(id) ?? '';
  }

  tell(writer: EventWriter): void {
    writer.note('An event stands in the stream of the object that it names first; its metadata names all of them.');
    if (this.#types.size === 0) return;
    const perType = new Map<string, number>();
    for (const type of this.#types.values()) perType.set(type, (perType.get(type) ?? 0) + 1);
    const types = [...perType].slice(0, 20).map(([type, count]) => `${type} ${count}`);
    const own = this.#changes === 0 ? '' : ` with ${plural(this.#changes, 'value')} of their own`;
    const between = this.#relations === 0 ? '' : `, and ${plural(this.#relations, 'relation')} between them`;
    writer.note(
      `It describes ${plural(this.#types.size, 'object')} (${types.join(', ')})${own}${between}: these are no events and are not shown.`,
    );
  }
}

/** Writes an event; `doubts` are problems of it that were found before. Answers why not, when it is none. */
export function writeOcelEvent(
  event: OcelEvent,
  objects: OcelObjects,
  writer: EventWriter,
  place: string,
  doubts: readonly string[] = [],
): string | null {
  const { id, type, relations } = event;
  if (type === '') return 'It names no event type.';
  const time = documentTime(event.time, writer);
  for (const doubt of doubts) writer.problem(place, doubt, writer.events);
  if (time === '') {
    const reason = event.time === '' ? 'It has no time.' : `"${event.time}" is no time that can be read.`;
    writer.problem(place, reason, writer.events);
  }
  const related = relations.map(({ objectId, qualifier }) => {
    const members: [string, string][] = [['id', objectId]];
    const objectType = objects.typeOf(objectId);
    if (objectType !== '') members.push(['type', objectType]);
    if (qualifier !== '') members.push(['qualifier', qualifier]);
    return objectText(members.map(([name, value]) => [name, JSON.stringify(value)]));
  });
  writer.event({
    stream: relations[0]?.objectId || '(no object)',
    type,
    time,
    id,
    data: groupedObject(event.attributes),
    metadata: objectText([['objects', listText(related)]]),
  });
  return null;
}
