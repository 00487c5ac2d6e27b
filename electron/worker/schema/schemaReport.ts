// Puts together what was read: types, families, what changed and what drifted.
import type { SchemaDrift, SchemaReport, TypeSchema } from '../../../shared/model/schema.ts';
import { compareVersions } from '../../../shared/versionOrder.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { changesOf } from './changes/changes.ts';
import { driftOf } from './changes/drift.ts';
import { describeVersion } from './payload/describe.ts';
import type { Profile } from './payload/profile.ts';
import type { SourcedSchemas } from './sourcedSchemas.ts';
import { familySchema } from './versions/families.ts';
import { lateVersions } from './versions/lateVersions.ts';

/** The report of what was read so far, without upcasters. */
export async function schemaReport(
  log: ReadableLog,
  schemas: SourcedSchemas,
  context: ScanContext,
): Promise<SchemaReport> {
  const { index } = log;
  const { families, sourceText: versionsFrom } = schemas;
  const familyOf = new Map<string, string>();
  for (const [name] of families.families)
    for (const member of schemas.membersOf(name) ?? []) familyOf.set(member, name);
  const late = await lateOf(log, schemas, familyOf, context);

  const types: TypeSchema[] = [];
  for (let number = 0; number < index.types.size; number++) {
    const profiles = schemas.profilesOf(number);
    if (profiles.length === 0) continue;
    const type = index.types.text(number);
    types.push(typeSchema(log, schemas, number, late.get(typeKey(type)) ?? []));
    await context.breathe({ phase: 'read', done: index.length, total: index.length, unit: 'events' });
  }
  types.sort(byEvents);
  const members = new Map<string, TypeSchema[]>();
  for (const type of types) {
    const family = familyOf.get(type.type);
    if (family !== undefined) members.set(family, [...(members.get(family) ?? []), type]);
  }
  return {
    versionsFrom,
    events: types.reduce((sum, { events }) => sum + events, 0),
    types,
    families: [...members]
      .map(([name, of]) => familySchema(name, of, (type) => families.versionOf(type), late.get(familyKey(name)) ?? []))
      .sort(byEvents),
  };
}

const byEvents = (a: TypeSchema, b: TypeSchema): number => b.events - a.events || (a.type < b.type ? -1 : 1);
const typeKey = (type: string): string => `t${type}`;
const familyKey = (name: string): string => `f${name}`;

function lateOf(
  log: ReadableLog,
  schemas: SourcedSchemas,
  familyOf: ReadonlyMap<string, string>,
  context: ScanContext,
): Promise<ReadonlyMap<string, readonly SchemaDrift[]>> {
  const { types, columns } = log.index;
  return lateVersions(
    log.index,
    schemas.done,
    (number) => {
      const type = types.text(number);
      const family = familyOf.get(type);
      const several = schemas.profilesOf(number).length > 1 ? [typeKey(type)] : [];
      return family === undefined ? several : [...several, familyKey(family)];
    },
    (ordinal, subject) => {
      const version = schemas.versionOf(ordinal);
      if (version !== null || subject.startsWith('t')) return version;
      return schemas.families.versionOf(types.text(columns.type[ordinal]!));
    },
    context,
  );
}

function typeSchema(
  { index }: ReadableLog,
  schemas: SourcedSchemas,
  number: number,
  late: readonly SchemaDrift[],
): TypeSchema {
  const inferred = schemas.inferredOf(number);
  const byForm = schemas.source.from === 'inferred' && inferred !== null;
  const profiles: readonly Profile[] = byForm ? inferred.profiles : schemas.profilesOf(number);
  const describeAll = (list: readonly Profile[]) => list.map((profile) => describeVersion(profile, index));
  const versions = describeAll(profiles.toSorted((a, b) => compareVersions(a.schemaVersion, b.schemaVersion)));
  const forms = inferred && !byForm ? describeAll(inferred.profiles) : null;
  return {
    type: index.types.text(number),
    events: versions.reduce((sum, { events }) => sum + events, 0),
    versions,
    changes: changesOf(versions),
    drift: [...profiles.flatMap(driftOf), ...late].sort((a, b) => a.ordinal - b.ordinal),
    inferred: forms && { versions: forms, changes: changesOf(forms), by: inferred!.by },
    upcasters: [],
  };
}
