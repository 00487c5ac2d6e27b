// Versions that were written again after a newer one had begun. Pure.
import { plural } from '../../../../shared/format.ts';
import type { SchemaDrift } from '../../../../shared/model/schema.ts';
import { compareVersions, versionLabel } from '../../../../shared/versionOrder.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import type { ScanContext } from '../../formats/format.ts';
import { inSteps } from './inSteps.ts';

interface Late {
  readonly schemaVersion: string | null;
  /** The newest version by then, and its first event. */
  readonly after: string | null;
  readonly begun: number;
  readonly first: number;
  last: number;
  events: number;
}

/** The versions of one subject, as they come up. */
class Follower {
  /** By version, `null` among them. */
  readonly #late = new Map<string | null, Late>();
  #newest: string | null | undefined;
  #begun = -1;

  see(ordinal: number, version: string | null): void {
    if (version === this.#newest) return;
    if (this.#newest === undefined || compareVersions(version, this.#newest) > 0) {
      this.#newest = version;
      this.#begun = ordinal;
      return;
    }
    const late = this.#late.get(version);
    if (late) {
      late.events++;
      late.last = ordinal;
      return;
    }
    const found = { schemaVersion: version, after: this.#newest, begun: this.#begun };
    this.#late.set(version, { ...found, first: ordinal, last: ordinal, events: 1 });
  }

  get drift(): SchemaDrift[] {
    return [...this.#late.values()].map(({ schemaVersion, after, begun, first, last, events }) => {
      const who = schemaVersion === null ? 'Events without a version were' : `${versionLabel(schemaVersion)} was`;
      const until = events === 1 ? '' : `, up to #${last}`;
      return {
        kind: 'backwards',
        schemaVersion,
        path: '',
        message: `${who} written again with event #${first}, after ${versionLabel(after)} had begun with #${begun}: ${plural(events, 'event')}${until}.`,
        ordinal: first,
      };
    });
  }
}

/**
 * By subject: where its version goes backwards within the first `length` events. `subjectsOf` names what a type number
 * counts for, and `versionOf` the version of an event within such a subject.
 */
export async function lateVersions(
  index: EventIndex,
  length: number,
  subjectsOf: (type: number) => readonly string[],
  versionOf: (ordinal: number, subject: string) => string | null,
  context: ScanContext,
): Promise<ReadonlyMap<string, readonly SchemaDrift[]>> {
  const followers = new Map<string, Follower>();
  const byType: (readonly (readonly [string, Follower])[])[] = [];
  const of = (type: number): readonly (readonly [string, Follower])[] => {
    byType[type] ??= subjectsOf(type).map((subject) => {
      const follower = followers.get(subject) ?? new Follower();
      followers.set(subject, follower);
      return [subject, follower] as const;
    });
    return byType[type]!;
  };
  await inSteps(
    length,
    (from, to) => {
      const { type } = index.columns;
      for (let i = from; i < to; i++) {
        for (const [subject, follower] of of(type[i]!)) follower.see(i, versionOf(i, subject));
      }
    },
    context,
  );
  return new Map([...followers].map(([subject, follower]) => [subject, follower.drift]));
}
