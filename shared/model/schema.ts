/** Fields, versions and changes of payloads. What `schema --json` prints and the Schema view shows. */

export interface FieldStats {
  /** Dotted path with `[]` for array items, e.g. `lines[].sku`. */
  readonly path: string;
  /** JSON types seen, sorted: `array`, `boolean`, `null`, `number`, `object`, `string`. */
  readonly types: readonly string[];
  /** In how many of the version's events. */
  readonly present: number;
}

export interface SchemaVersionStats {
  readonly schemaVersion: string | null;
  readonly events: number;
  readonly firstRecordedAt: string | null;
  readonly lastRecordedAt: string | null;
  readonly fields: readonly FieldStats[];
}

/** What changed from one recorded version to the next of the same type. */
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
}

/** A field that came or went without the recorded version changing. */
export interface SchemaDrift {
  readonly schemaVersion: string | null;
  readonly path: string;
  readonly message: string;
  /** The first event that did it. */
  readonly ordinal: number;
}

export interface TypeSchema {
  readonly type: string;
  readonly events: number;
  readonly versions: readonly SchemaVersionStats[];
  readonly changes: readonly SchemaChange[];
  readonly drift: readonly SchemaDrift[];
}

export interface SchemaReport {
  readonly types: readonly TypeSchema[];
}

/** Counts per version over time, for the chart. */
export interface VersionsOverTime {
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
