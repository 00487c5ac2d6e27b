// Where no version is recorded: which fields tell an older form of a type from a newer one. A field does so when the
// events that have it and those that lack it come one after the other, apart from a while in which both were written;
// one that comes and goes all the time is optional and tells nothing. Pure.
import { type Field, kindNames, kinds, NULL } from '../payload/field.ts';
import type { PayloadWalk } from '../payload/payloadWalk.ts';

/** Events on each side that make a difference worth telling. */
const LEAST = 2;
/** The most of the shorter side that may have been written while the other was. */
const MOST_OVERLAP = 0.5;
/** What nearly every event has: what is in an object that is often missing tells nothing of those without it. */
const NEARLY_ALL = 0.9;
const MOST_FEATURES = 8;

interface Feature {
  readonly path: string;
  /** The type that it has there; `null` where it is about the field being there at all. */
  readonly kind: number | null;
  readonly sentence: string;
}

interface Rated extends Feature {
  readonly overlap: number;
  readonly support: number;
}

/** What an event's form is told by. Forms are numbers: a bit for each feature. */
export class VersionRule {
  readonly #features: readonly Feature[];
  /** Features by field, found when the field is met first. */
  readonly #known = new Map<Field, readonly number[]>();

  private constructor(features: readonly Feature[]) {
    this.#features = features;
  }

  /** `null` where nothing in the payloads tells forms apart. */
  static of(root: Field): VersionRule | null {
    const rated: Rated[] = [];
    const walk = (holder: Field): void => {
      for (const child of holder.children.values()) {
        if (child.present === 0) continue;
        rate(presenceFeature(child, holder), rated);
        for (const found of kindFeatures(child)) rate(found, rated);
        if (child.containers >= NEARLY_ALL * root.containers) walk(child);
      }
    };
    if (root.containers >= NEARLY_ALL * root.present) walk(root);
    rated.sort((a, b) => a.overlap - b.overlap || b.support - a.support || (a.path < b.path ? -1 : 1));
    return rated.length === 0 ? null : new VersionRule(rated.slice(0, MOST_FEATURES));
  }

  /** The same with half of the features, the clearest; `null` for the clearest alone. */
  simpler(): VersionRule | null {
    const half = Math.floor(this.#features.length / 2);
    return half === 0 ? null : new VersionRule(this.#features.slice(0, half));
  }

  /** Equal for rules that tell the same forms. */
  get key(): string {
    return JSON.stringify(this.#features.map(({ path, kind }) => [path, kind]));
  }

  get sentences(): string[] {
    return this.#features.map(({ sentence }) => sentence);
  }

  /** The form of the payload that was walked over last. */
  formOf(walk: PayloadWalk): number {
    let form = 0;
    for (let i = 0; i < walk.size; i++) {
      const field = walk.fields[i]!;
      let features = this.#known.get(field);
      if (features === undefined) {
        features = [...this.#features.keys()].filter((f) => this.#features[f]!.path === field.path);
        this.#known.set(field, features);
      }
      for (const f of features) {
        const { kind } = this.#features[f]!;
        if (kind === null || kind === walk.kinds[i]) form |= 1 << f;
      }
    }
    return form;
  }
}

/** First and last place of the events that have a feature, and of those that do not; and how many. */
interface Sides extends Feature {
  readonly withFrom: number;
  readonly withTo: number;
  readonly withoutFrom: number;
  readonly withoutTo: number;
  readonly withCount: number;
  readonly withoutCount: number;
}

function rate(sides: Sides | null, rated: Rated[]): void {
  if (sides === null || sides.withCount < LEAST || sides.withoutCount < LEAST) return;
  const { withFrom, withTo, withoutFrom, withoutTo } = sides;
  const came = withFrom > withoutFrom && withTo > withoutTo;
  const went = withoutFrom > withFrom && withoutTo > withTo;
  if (!came && !went) return;
  const both = Math.max(0, Math.min(withTo, withoutTo) - Math.max(withFrom, withoutFrom) + 1);
  const overlap = both / Math.min(withTo - withFrom + 1, withoutTo - withoutFrom + 1);
  if (overlap > MOST_OVERLAP) return;
  rated.push({ ...sides, overlap, support: Math.min(sides.withCount, sides.withoutCount) });
}

function presenceFeature(field: Field, holder: Field): Sides | null {
  const of = holder.containers;
  const { path, present, firstAt, lastAt, missingFirstAt, missingLastAt, first } = field;
  if (present === of) return null;
  const withoutFrom = firstAt > 1 ? 1 : missingFirstAt;
  const withoutTo = lastAt < of ? of : Math.max(missingLastAt, firstAt - 1);
  const sentence =
    firstAt > withoutFrom ? `${path} came with event #${first}.` : `${path} went after event #${field.last}.`;
  return {
    path,
    kind: null,
    sentence,
    withFrom: firstAt,
    withTo: lastAt,
    withoutFrom,
    withoutTo,
    withCount: present,
    withoutCount: of - present,
  };
}

/** A feature for each type that a field has beside the one that it had first. */
function kindFeatures(field: Field): Sides[] {
  const seen = [...kinds.keys()].filter((kind) => kind !== NULL && field.kindEvents[kind]! > 0);
  if (seen.length < 2) return [];
  const [was] = seen.toSorted((a, b) => field.kindFirst[a]! - field.kindFirst[b]!);
  return seen.flatMap((kind) => {
    if (kind === was) return [];
    const others = seen.filter((other) => other !== kind);
    return {
      path: field.path,
      kind,
      sentence: `${field.path} is ${kindNames(1 << kind).join('')} since event #${field.kindFirst[kind]}.`,
      withFrom: field.kindFirstAt[kind]!,
      withTo: field.kindLastAt[kind]!,
      withoutFrom: Math.min(...others.map((other) => field.kindFirstAt[other]!)),
      withoutTo: Math.max(...others.map((other) => field.kindLastAt[other]!)),
      withCount: field.kindEvents[kind]!,
      withoutCount: others.reduce((sum, other) => sum + field.kindEvents[other]!, 0),
    };
  });
}
