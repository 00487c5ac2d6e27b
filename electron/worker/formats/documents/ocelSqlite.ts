import { formatCount } from '../../../../shared/format.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { isDamage, openSqlite, type SqliteFile, type SqliteRow, type SqliteValue, sqliteText } from '../sqlite.ts';
import { probeTables } from '../sqliteProbe.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';
import type { NamedText } from './jsonText.ts';
import { OcelObjects, type OcelRelation, ocelTraits, writeOcelEvent } from './ocel.ts';

// 2.0: tables event and object, one table of attributes for each type (event_map_type says which), event_object.
// 1.0, as pm4py writes it: EVENTS with all attributes as columns, OBJECTS and RELATIONS.

export const ocelSqlite: StoreFormat = documentFormat({
  id: 'ocel-sqlite',
  name: 'OCEL SQLite',
  provenBy: 'the example logs of the OCEL standard, 1.0 and 2.0',
  ...ocelTraits,
  probe,
  convert: (source, head, writer, context) => convert(source, head, writer, context),
});

const isSecond = probeTables('OCEL 2.0', {
  event: ['ocel_id', 'ocel_type'],
  event_map_type: ['ocel_type', 'ocel_type_map'],
  event_object: ['ocel_event_id', 'ocel_object_id'],
});
const isFirst = probeTables('OCEL 1.0', {
  EVENTS: ['ocel:eid', 'ocel:activity', 'ocel:timestamp'],
  RELATIONS: ['ocel:eid', 'ocel:oid'],
});

function probe(head: StoreHead): ProbeResult {
  const second = isSecond(head);
  return second.match || isFirst(head).match ? { match: true } : second;
}

async function convert(source: StoreSource, head: StoreHead, writer: EventWriter, context: ScanContext): Promise<void> {
  const file = openSqlite(source);
  try {
    const log = new OcelTables(file, head.tables!, writer, context);
    await (isSecond(head).match ? log.convertSecond() : log.convertFirst());
  } finally {
    file.close();
  }
}

const PAGE = 2000;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

class OcelTables {
  readonly #objects = new OcelObjects();
  readonly #relations = new Map<string, OcelRelation[]>();
  readonly #file: SqliteFile;
  readonly #tables: ReadonlyMap<string, readonly string[]>;
  readonly #writer: EventWriter;
  readonly #context: ScanContext;

  constructor(
    file: SqliteFile,
    tables: ReadonlyMap<string, readonly string[]>,
    writer: EventWriter,
    context: ScanContext,
  ) {
    this.#file = file;
    this.#tables = tables;
    this.#writer = writer;
    this.#context = context;
  }

  async convertFirst(): Promise<void> {
    await this.#readObjects('OBJECTS', 'ocel:oid', 'ocel:type');
    await this.#readRelations('RELATIONS', 'ocel:eid', 'ocel:oid', 'ocel:qualifier');
    await this.#eachRow('EVENTS', (values, place) => {
      const id = sqliteText(values.get('ocel:eid'));
      this.#write(id, sqliteText(values.get('ocel:activity')), sqliteText(values.get('ocel:timestamp')), values, place);
    });
    this.#objects.tell(this.#writer);
  }

  async convertSecond(): Promise<void> {
    await this.#readObjects('object', 'ocel_id', 'ocel_type');
    await this.#readRelations('event_object', 'ocel_event_id', 'ocel_object_id', 'ocel_qualifier');
    const types = new Map<string, string>();
    await this.#eachRow('event', (values) => {
      types.set(sqliteText(values.get('ocel_id')), sqliteText(values.get('ocel_type')));
    });
    const tablesOfTypes: [type: string, table: string][] = [];
    await this.#eachRow('event_map_type', (values) => {
      tablesOfTypes.push([sqliteText(values.get('ocel_type')), `event_${sqliteText(values.get('ocel_type_map'))}`]);
    });
    for (const [type, table] of tablesOfTypes) {
      await this.#eachRow(table, (values, place) => {
        const id = sqliteText(values.get('ocel_id'));
        this.#write(id, types.get(id) ?? type, sqliteText(values.get('ocel_time')), values, place);
        types.delete(id);
      });
    }
    // What the tables of types do not have: it happened, nobody knows when.
    for (const [id, type] of types) this.#write(id, type, '', new Map(), `event ${id}`);
    this.#objects.tell(this.#writer);
  }

  async #readObjects(table: string, id: string, type: string): Promise<void> {
    await this.#eachRow(table, (values) => {
      this.#objects.add(sqliteText(values.get(id)), sqliteText(values.get(type)), 0, 0);
    });
  }

  async #readRelations(table: string, event: string, object: string, qualifier: string): Promise<void> {
    await this.#eachRow(table, (values) => {
      const relation = { objectId: sqliteText(values.get(object)), qualifier: sqliteText(values.get(qualifier)) };
      const eventId = sqliteText(values.get(event));
      const known = this.#relations.get(eventId);
      if (known === undefined) this.#relations.set(eventId, [relation]);
      else known.push(relation);
    });
  }

  #write(id: string, type: string, time: string, values: ReadonlyMap<string, SqliteValue>, place: string): void {
    const attributes: NamedText[] = [];
    for (const [name, value] of values) {
      if (value !== null && !/^ocel[_:]/.test(name)) attributes.push([name, jsonOf(value)]);
    }
    const event = { id, type, time, attributes, relations: this.#relations.get(id) ?? [] };
    const reason = writeOcelEvent(event, this.#objects, this.#writer, place);
    if (reason !== null) this.#writer.problem(place, reason);
  }

  /** Reads a table page by page, if it is there; a page that is damaged ends it. */
  async #eachRow(
    table: string,
    take: (values: ReadonlyMap<string, SqliteValue>, place: string) => void,
  ): Promise<void> {
    const columns = this.#tables.get(table);
    if (columns === undefined) {
      this.#writer.problem(`table ${table}`, 'It is not there.');
      return;
    }
    const list = columns.map(quoted).join(', ');
    const key = this.#file.isWithoutRowId(table) ? null : 'rowid';
    const query = this.#file.query(
      key === null
        ? `SELECT 0, ${list} FROM ${quoted(table)}`
        : `SELECT rowid, ${list} FROM ${quoted(table)} WHERE rowid > ? ORDER BY rowid LIMIT ${PAGE}`,
    );
    let last = -(2n ** 63n);
    for (;;) {
      let rows: SqliteRow[];
      try {
        rows = key === null ? query.all() : query.all(last);
      } catch (error) {
        if (!isDamage(error)) throw error;
        this.#writer.problem(
          `table ${table}, behind row ${last}`,
          `The file is damaged there: ${(error as Error).message}.`,
        );
        return;
      }
      for (const [rowId, ...values] of rows) {
        const named = new Map(columns.map((name, i) => [name, values[i]!]));
        take(named, `table ${table}, row ${formatCount(Number(rowId))}`);
      }
      if (key === null || rows.length < PAGE) return;
      last = rows.at(-1)![0] as bigint;
      await this.#context.breathe({ phase: 'read', done: this.#writer.events, unit: 'events' });
      this.#context.signal.throwIfAborted();
    }
  }
}

function jsonOf(value: SqliteValue): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (Buffer.isBuffer(value)) return JSON.stringify(`\\x${value.toString('hex')}`);
  return JSON.stringify(value);
}
