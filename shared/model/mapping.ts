// A mapping says where a store of an unknown layout keeps its events. It is a small JSON document that a person can
// save, share and edit; `shared/mappingText.ts` reads and checks it. The types here are the document as it is written.

export const MAPPING_VERSION = 1;

/**
 * A place in a record: the name of a column or member (`event_type`), or a JSON Pointer from the record inwards
 * (`/body/type`), whose first part is the column or member and may hold JSON as text. Columns of CSV without a header
 * are called `1`, `2`, ….
 */
export type Place = string;

/** Where the records are. */
export type MappingSource =
  /** Rows of a table or view. */
  | { readonly kind: 'sqlite'; readonly file?: string; readonly table: string }
  /** A JSON object on each line. */
  | { readonly kind: 'json-lines'; readonly file?: string }
  /** The objects of an array: the document itself, or what the JSON Pointer `path` leads to. */
  | { readonly kind: 'json-array'; readonly file?: string; readonly path?: string }
  /** JSON objects one behind the other, each over as many lines as it likes. */
  | { readonly kind: 'json-values'; readonly file?: string }
  /** Comma-separated values. `delimiter` is one character; `header` says whether the first record names the columns. */
  | { readonly kind: 'csv'; readonly file?: string; readonly delimiter: string; readonly header: boolean };

export type MappingKind = MappingSource['kind'];

/** A text: from one place, the same for all events, or of several places (`with` stands between them). */
export type TextField =
  | Place
  | { readonly constant: string }
  | { readonly join: readonly Place[]; readonly with: string };

/** What a bare number is as a time. `auto` tells seconds to nanoseconds and .NET ticks by their size. */
export const timeForms = [
  'auto',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
  'unix-ticks',
  'dotnet-ticks',
  'julian-days',
] as const;
export type TimeForm = (typeof timeForms)[number];

/** A time: ISO text, whatever the form, or a number in the form. */
export type TimeField = Place | { readonly from: Place; readonly as: TimeForm };

/** Which place plays which part. Only the type is needed. */
export interface MappingFields {
  readonly type: TextField;
  /** Without it all events are of one stream. */
  readonly stream?: TextField;
  /** Number of the event in its stream. */
  readonly revision?: Place;
  /** Number of the event in the store; a SQLite table is put in its order. */
  readonly globalPosition?: Place;
  readonly recordedAt?: TimeField;
  /** The producer's time: it counts where there is no `recordedAt`, and is shown with the metadata. */
  readonly occurredAt?: TimeField;
  readonly schemaVersion?: Place;
  readonly eventId?: Place;
  readonly correlationId?: Place;
  readonly causationId?: Place;
  readonly actor?: Place;
  /** Without it the payload is what no other field names. */
  readonly payload?: Place;
  /** An object; what no field names is added to it. */
  readonly metadata?: Place;
}

export type MappingRole = keyof MappingFields;

export interface Mapping {
  /** Says what the document is. */
  readonly eventloupe: 'mapping';
  readonly version: typeof MAPPING_VERSION;
  readonly source: MappingSource;
  readonly fields: MappingFields;
}

/** What a role takes. */
export type RoleTakes = 'text' | 'place' | 'time';

/** The roles in the order in which screens and tables show them. */
export const mappingRoles: readonly {
  readonly role: MappingRole;
  readonly title: string;
  readonly takes: RoleTakes;
}[] = [
  { role: 'type', title: 'Type', takes: 'text' },
  { role: 'stream', title: 'Stream', takes: 'text' },
  { role: 'revision', title: 'Revision', takes: 'place' },
  { role: 'globalPosition', title: 'Global position', takes: 'place' },
  { role: 'recordedAt', title: 'Recorded at', takes: 'time' },
  { role: 'occurredAt', title: 'Occurred at', takes: 'time' },
  { role: 'schemaVersion', title: 'Schema version', takes: 'place' },
  { role: 'eventId', title: 'Event id', takes: 'place' },
  { role: 'correlationId', title: 'Correlation id', takes: 'place' },
  { role: 'causationId', title: 'Causation id', takes: 'place' },
  { role: 'actor', title: 'Actor', takes: 'place' },
  { role: 'payload', title: 'Payload', takes: 'place' },
  { role: 'metadata', title: 'Metadata', takes: 'place' },
];

/** Something is wrong with a field of a mapping: `field` is a role, `source`, or the name of a part of the source. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Where records may be found in a store, to choose from. */
export interface MappingChoice {
  readonly source: MappingSource;
  /** For a person: the table's name, or what the text is read as. */
  readonly title: string;
}

/** What is known of a store before it is mapped. */
export interface MappingInspection {
  /** Files of a folder or archive of which one has to be chosen first; empty where that is settled. */
  readonly files: readonly string[];
  /** The likeliest first. */
  readonly choices: readonly MappingChoice[];
  /** The remembered mapping of this layout, else the best guess; `null` where there is nothing to map. */
  readonly mapping: Mapping | null;
  readonly remembered: boolean;
  /** Why what is remembered for this layout cannot be used, as a sentence; `null` where nothing is wrong. */
  readonly damage: string | null;
}

/** One of the first records, as it would open. Texts that are long are cut. */
export interface PreviewRow {
  /** The values of the record's columns, for a person. */
  readonly raw: readonly string[];
  /** What is read for each role that the mapping has; `null` for nothing. */
  readonly values: Readonly<Partial<Record<MappingRole, string | null>>>;
  readonly errors: readonly FieldError[];
  /** Why the record is no event; `null` where it is one. */
  readonly refused: string | null;
}

export interface MappingPreview {
  /** Columns, or members of the first records, in the order of `raw`. */
  readonly columns: readonly string[];
  /** What can be mapped: the columns, and what is in those that hold JSON. */
  readonly places: readonly Place[];
  readonly rows: readonly PreviewRow[];
  /** What is wrong with the mapping itself, and, of each field, what is wrong in the first records. */
  readonly errors: readonly FieldError[];
  /** Whether `errors` let it open: what is only wrong in some records does. */
  readonly opens: boolean;
  /** Whether there are more records than `rows`. */
  readonly more: boolean;
}
