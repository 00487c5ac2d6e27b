// pure. Tables whose columns alone say what they are, whatever their file is called.

interface KnownTable {
  readonly name: string;
  /** Columns that no other table has together. */
  readonly columns: readonly string[];
  /** Whether the table alone is a store that reads better as a table than as a list of records. */
  readonly isStore?: true;
}

const known: readonly KnownTable[] = [
  { name: 'mt_events', columns: ['seq_id', 'stream_id', 'version', 'mt_dotnet_type'] },
  { name: 'mt_streams', columns: ['id', 'version', 'snapshot', 'tenant_id', 'is_archived'] },
  { name: 'mt_event_progression', columns: ['name', 'last_seq_id'] },
  { name: 'stream_events', columns: ['event_id', 'stream_id', 'stream_version', 'original_stream_version'] },
  { name: 'streams', columns: ['stream_id', 'stream_uuid', 'stream_version'] },
  { name: 'subscriptions', columns: ['subscription_id', 'stream_uuid', 'subscription_name', 'last_seen'] },
  { name: 'snapshots', columns: ['source_uuid', 'source_version', 'source_type'] },
  { name: 'events', columns: ['event_id', 'event_type', 'causation_id', 'correlation_id', 'data', 'created_at'] },
  { name: 'dead_letter_entry', columns: ['dead_letter_id', 'processing_group', 'sequence_identifier'] },
  {
    name: 'domain_event_entry',
    columns: ['global_index', 'event_identifier', 'payload_type', 'aggregate_identifier', 'sequence_number'],
    isStore: true,
  },
  { name: 'snapshot_event_entry', columns: ['aggregate_identifier', 'event_identifier', 'payload_type'] },
  { name: 'token_entry', columns: ['processor_name', 'segment', 'token'] },
  { name: 'event_journal', columns: ['ordering', 'persistence_id', 'event_payload'], isStore: true },
  { name: 'event_tag', columns: ['event_id', 'persistence_id', 'tag'] },
  { name: 'snapshot', columns: ['persistence_id', 'sequence_number', 'snapshot_payload'] },
];

/** The table that has such columns; `null` for any other. */
export const knownTable = (columns: readonly string[]): KnownTable | null =>
  known.find((table) => table.columns.every((column) => columns.includes(column))) ?? null;

/**
 * The name of a table: by its columns, else the last part of its file's name without endings:
 * `orders.mt_doc_deadletterevent.csv` is `mt_doc_deadletterevent`.
 */
export function tableName(file: string, columns: readonly string[]): string {
  const base = file
    .split('/')
    .at(-1)!
    .replace(/(?:\.(?:csv|tsv|txt|jsonl|ndjson|json|gz|zst))+$/i, '');
  return knownTable(columns)?.name ?? base.split('.').at(-1)!;
}
