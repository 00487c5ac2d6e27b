import type {
  SchemaOverview,
  SchemaReport,
  TypeSchema,
  VersionHeat,
  VersionsOverTime,
} from '../../../shared/model/schema.ts';
import type { ReducerInfo } from '../../../shared/model/state.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { type SchemaSource, schemaSourceText, storeSource } from '../../../shared/schemaSource.ts';
import { coverageOf } from '../../../shared/upcasterCoverage.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { SharedRuns } from '../search/sharedRuns.ts';
import { fieldMap } from './fieldMap.ts';
import { overviewOf } from './overview.ts';
import { schemaReport } from './schemaReport.ts';
import { SourcedSchemas } from './sourcedSchemas.ts';
import { versionHeat } from './versions/versionHeat.ts';
import { versionsOverTime } from './versions/versionsOverTime.ts';

/** The schemas of an open log: read once for each place where versions are taken from, and on when the log grows. */
export class Schemas {
  readonly #log: ReadableLog;
  readonly #reducers: () => readonly ReducerInfo[];
  /** One at a time: another choice begins anew. */
  #current: { readonly key: string; readonly schemas: SourcedSchemas } | null = null;
  readonly #runs = new SharedRuns<SchemaReport>();
  #report: { readonly key: string; readonly report: SchemaReport } | null = null;

  constructor(log: ReadableLog, reducers: () => readonly ReducerInfo[] = () => []) {
    this.#log = log;
    this.#reducers = reducers;
  }

  /** Everything, most frequent types first. */
  async report(source: SchemaSource, context: ScanContext): Promise<SchemaReport> {
    const report = await this.#plain(source, context);
    const reducers = this.#reducers();
    const covered = (type: TypeSchema): TypeSchema => ({
      ...type,
      upcasters: coverageOf(type.type, type.versions, reducers),
    });
    return { ...report, types: report.types.map(covered) };
  }

  /** One type, or a family where there is one of that name. Throws `not-found` for a name that neither has. */
  async type(name: string, source: SchemaSource, context: ScanContext): Promise<TypeSchema> {
    const { types, families } = await this.report(source, context);
    const found = families.find(({ type }) => type === name) ?? types.find(({ type }) => type === name);
    if (!found) throw new InspectorError('not-found', `No event has the type ${name}.`);
    return found;
  }

  async overview(source: SchemaSource, chosen: boolean, context: ScanContext): Promise<SchemaOverview> {
    const report = await this.report(source, context);
    return {
      versionsFrom: report.versionsFrom,
      chosen,
      subjects: overviewOf(report),
      fieldMap: fieldMap(report.types),
    };
  }

  /**
   * Versions of a type, a family or (`null`) all over time. Answered from columns at once where versions are the
   * store's own; `inferred` asks for the versions that payloads suggest, which have to be read first.
   */
  async overTime(
    { type, buckets, inferred }: { readonly type: string | null; readonly buckets: number; readonly inferred: boolean },
    source: SchemaSource,
    context: ScanContext,
  ): Promise<VersionsOverTime> {
    const schemas = await this.#ready(source, inferred, context);
    return versionsOverTime(this.#log.index, type, schemas.pick(type, inferred), buckets, context);
  }

  async heat(buckets: number, source: SchemaSource, context: ScanContext): Promise<VersionHeat> {
    const schemas = await this.#ready(source, false, context);
    return versionHeat(this.#log.index, schemas.pick(null, false), buckets, context);
  }

  async #ready(source: SchemaSource, inferred: boolean, context: ScanContext): Promise<SourcedSchemas> {
    if (source.from !== 'store' || inferred) await this.#plain(source, context);
    return this.#of(source);
  }

  #of(source: SchemaSource): SourcedSchemas {
    const key = schemaSourceText(source);
    if (this.#current?.key !== key) this.#current = { key, schemas: new SourcedSchemas(this.#log, source) };
    return this.#current.schemas;
  }

  /** The report without upcasters, kept for a log of this length. */
  async #plain(source: SchemaSource, context: ScanContext): Promise<SchemaReport> {
    const text = schemaSourceText(source);
    const keyOf = (): string => `${text} ${this.#log.index.length}`;
    if (this.#report?.key === keyOf()) return this.#report.report;
    // The walk belongs to the source: who asks for a longer log joins, and asks again for what came meanwhile.
    const report = await this.#runs.join(text, context, async (shared) => {
      const schemas = this.#of(source);
      const key = keyOf();
      await schemas.advance(shared);
      const built = await schemaReport(this.#log, schemas, shared);
      this.#report = { key, report: built };
      return built;
    });
    return report;
  }
}

/** The schemas of a log whose versions are taken as its format says. */
export const storeSchemas = (log: ReadableLog, context: ScanContext): Promise<SchemaReport> =>
  new Schemas(log).report(storeSource, context);
