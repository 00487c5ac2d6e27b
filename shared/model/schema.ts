/** Fields, versions and changes of payloads. What `schema --json` prints and the Schema view shows. */
import type { Ordinal } from './event.ts';

/** Formats of text that are recognised, when every text of a field has them; `epoch-*` is a guess by name and size. */
export type FieldFormat =
  | 'date-time'
  | 'date'
  | 'time'
  | 'duration'
  | 'uuid'
  | 'ulid'
  | 'email'
  | 'uri'
  | 'ipv4'
  | 'currency'
  | 'number'
  | 'hex'
  | 'epoch-seconds'
  | 'epoch-milliseconds'
  | 'epoch-microseconds';

export interface FieldStats {
  /** Dotted path with `[]` for array items, e.g. `lines[].sku`; `*` stands for further keys of a map. */
  readonly path: string;
  /** JSON types seen, sorted: `array`, `boolean`, `null`, `number`, `object`, `string`. */
  readonly types: readonly string[];
  /** In how many of the version's events. */
  readonly present: number;
  /** In how many events it could be: those that have the object or the items that it belongs to. */
  readonly of: number;
  /** In how many events it is `null` (or an item is). */
  readonly nulls: number;
  readonly firstOrdinal: Ordinal;
  readonly lastOrdinal: Ordinal;
  readonly firstRecordedAt: string | null;
  readonly lastRecordedAt: string | null;
  /** Smallest and largest number, exact, as decimal text; `null` where there is no number. */
  readonly range: { readonly min: string; readonly max: string; readonly integers: boolean } | null;
  readonly format: FieldFormat | null;
  /** Texts in the order in which they came: all of them with how often, or the first few where there are `more`. */
  readonly values: readonly { readonly text: string; readonly count: number }[];
  readonly moreValues: boolean;
  /** Whether `values` are taken for all that there can be: few, and each met again and again. */
  readonly enumeration: boolean;
}

export interface SchemaVersionStats {
  readonly schemaVersion: string | null;
  readonly events: number;
  readonly firstRecordedAt: string | null;
  readonly lastRecordedAt: string | null;
  readonly firstOrdinal: Ordinal;
  readonly lastOrdinal: Ordinal;
  /** Events whose payload is no JSON: they count, without fields. */
  readonly withoutFields: number;
  /** Whether there are more fields than are told apart; those stand under `*`. */
  readonly fieldsCut: boolean;
  readonly fields: readonly FieldStats[];
}

export type Verdict = 'safe' | 'risky' | 'breaking';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'renamed'
  | 'retyped'
  | 'optional'
  | 'required'
  | 'null'
  | 'values'
  | 'format';

/** One change, judged for those who read events. Fields within one that was added or removed are not named again. */
export interface JudgedChange {
  readonly kind: ChangeKind;
  readonly path: string;
  /** What changed, as a sentence without the path. */
  readonly what: string;
  /** Of a guess: what speaks for it. */
  readonly evidence: readonly string[];
  /** For a consumer written against the older version that meets the newer. */
  readonly olderReader: Judgement;
  /** For a consumer written against the newer version that meets the older, e.g. in a replay. */
  readonly newerReader: Judgement;
}

/** What changed from one version to the next of the same type. */
export interface SchemaChange {
  readonly from: string | null;
  readonly to: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly retyped: readonly {
    readonly path: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
  /** Guessed: both names also stand under `removed` and `added`. */
  readonly renamed: readonly { readonly from: string; readonly to: string; readonly evidence: readonly string[] }[];
  /** In all events of the older version that could have it, not in all of the newer. */
  readonly newlyOptional: readonly string[];
  readonly judged: readonly JudgedChange[];
}

export type DriftKind = 'came' | 'went' | 'missing' | 'retyped' | 'backwards';

/** What changed without the version changing, or a version that was written after a newer one had begun. */
export interface SchemaDrift {
  readonly kind: DriftKind;
  readonly schemaVersion: string | null;
  /** `''` where it is about the version, not a field. */
  readonly path: string;
  readonly message: string;
  /** The first event that did it. */
  readonly ordinal: Ordinal;
}

/** Whether the upcasters of a projection lift each version of a type to the newest. */
export interface UpcasterCoverage {
  /** `null` where no projection has an upcaster for the type. */
  readonly projection: string | null;
  /** Where every event should end: the newest recorded version, or the end of the last step if that is later. */
  readonly newest: string | null;
  readonly versions: readonly {
    readonly schemaVersion: string | null;
    readonly events: number;
    readonly reaches: boolean;
    /** The version that it ends at: the newest, or the one from which no step leads on. */
    readonly endsAt: string | null;
  }[];
  /** Events that stay behind the newest version. */
  readonly stranded: number;
}

/** The same for one of several types. */
export interface TypeCoverage extends UpcasterCoverage {
  readonly type: string;
}

export interface InferredVersions {
  /** `schemaVersion` is `inferred 1`, `inferred 2`, … in the order in which they came up. */
  readonly versions: readonly SchemaVersionStats[];
  readonly changes: readonly SchemaChange[];
  /** What tells them apart, as sentences. */
  readonly by: readonly string[];
}

export interface TypeSchema {
  readonly type: string;
  readonly events: number;
  readonly versions: readonly SchemaVersionStats[];
  readonly changes: readonly SchemaChange[];
  readonly drift: readonly SchemaDrift[];
  /** Where no version is recorded: versions that the payloads suggest. `null` where they suggest none. */
  readonly inferred: InferredVersions | null;
  readonly upcasters: readonly UpcasterCoverage[];
  /** Of a family: the types whose names differ in a version alone. */
  readonly members?: readonly {
    readonly type: string;
    readonly schemaVersion: string | null;
    readonly events: number;
  }[];
}

export interface SchemaReport {
  /** Where versions were taken from, as `--schema-version-from` takes it. */
  readonly versionsFrom: string;
  readonly events: number;
  readonly types: readonly TypeSchema[];
  /** Types that carry a version in their name (`OrderPlacedV2`), taken together; each also stands under `types`. */
  readonly families: readonly TypeSchema[];
}

/** A type or family in a list: what is known of it without its fields. */
export interface SchemaSubject {
  readonly name: string;
  /** Of a family: its types; empty for a type. */
  readonly members: readonly string[];
  readonly events: number;
  readonly inferred: boolean;
  readonly versions: readonly { readonly schemaVersion: string | null; readonly events: number }[];
  /** Changes within a version. */
  readonly drift: number;
  /** The worst that a reader of an older version meets in a newer one; `null` without changes. */
  readonly worst: Verdict | null;
  /** Events that no projection lifts to the newest version; `null` where there is but one. */
  readonly stranded: number | null;
}

/** Which fields each type has: rows are types, columns are fields. */
export interface FieldMap {
  readonly fields: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly events: number;
    /** By field: the events that have it. */
    readonly present: readonly number[];
  }[];
  readonly fieldsLeftOut: number;
  readonly typesLeftOut: number;
}

export interface SchemaOverview {
  readonly versionsFrom: string;
  /** Whether the person chose that for this store. */
  readonly chosen: boolean;
  readonly subjects: readonly SchemaSubject[];
  readonly fieldMap: FieldMap;
}

/** Counts per version over time, for the chart. */
export interface VersionsOverTime {
  /** A type or family; `null` for all. */
  readonly type: string | null;
  /** Left edge of each bucket, epoch microseconds (ordinals when the log has no times). */
  readonly edges: readonly number[];
  readonly axis: 'time' | 'ordinal';
  readonly series: readonly { readonly schemaVersion: string | null; readonly counts: readonly number[] }[];
  /** A sentence: `60 events, three versions; v1 was still written 4 h after v2 began.` */
  readonly summary: string;
  /** When a newer version first outnumbers the older ones. */
  readonly takeovers: readonly { readonly schemaVersion: string; readonly at: number }[];
}

/** Events by type, version and time: rows are types with versions, columns are stretches of the log. */
export interface VersionHeat {
  readonly edges: readonly number[];
  readonly axis: 'time' | 'ordinal';
  readonly rows: readonly {
    readonly type: string;
    readonly schemaVersion: string | null;
    readonly events: number;
    readonly counts: readonly number[];
  }[];
  readonly rowsLeftOut: number;
}

export type SchemaExportFormat = 'json-schema' | 'markdown' | 'typescript';
/** What projection code may name: for completion, templates and forms. */
export interface Vocabulary {
  /** The most frequent types, at most 300, with the fields of a sample of their payloads. */
  readonly types: readonly VocabularyType[];
  /** Types beyond these. */
  readonly more: number;
}

export interface VocabularyType {
  readonly type: string;
  readonly events: number;
  /** In the order in which they were met. */
  readonly fields: readonly {
    /** Names from the payload inwards; lists are not gone into. */
    readonly path: readonly string[];
    /** JSON types seen, sorted. */
    readonly types: readonly string[];
  }[];
}
