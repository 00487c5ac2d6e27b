import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import { parseSchemaSource, type SchemaSource, schemaSourceText, storeSource } from '../../../shared/schemaSource.ts';
import { exportSchema } from '../schema/export/exportSchema.ts';
import type { Session } from '../session.ts';

/** What a person chose for a store, as its side file keeps it. */
const SIDE_FILE = 'schema';

/** Where the versions of the open store are taken from, unless a request says otherwise. */
export function chosenSource(session: Session): SchemaSource | null {
  const kept = session.files.sides.read(session.opened.log.fingerprint, SIDE_FILE);
  if (kept === null) return null;
  const from = (kept as { readonly versionsFrom?: unknown }).versionsFrom;
  if (typeof from !== 'string') {
    throw new InspectorError('unreadable', 'What was kept of where versions are taken from says nothing.', {
      advice: 'Choose it anew.',
    });
  }
  return parseSchemaSource(from);
}

/** Schemas of the open log: fields, versions, changes, and what they are exported as. */
export const schemaHandlers = (session: Session) => {
  const sourceOf = (from: string | null): SchemaSource =>
    from === null ? (chosenSource(session) ?? storeSource) : parseSchemaSource(from);
  return {
    'schema.report': ({ from }, context) => session.opened.schemas.report(sourceOf(from), session.context(context)),
    'schema.overview': ({ from }, context) =>
      session.opened.schemas.overview(sourceOf(from), from !== null, session.context(context)),
    'schema.type': ({ type, from }, context) =>
      session.opened.schemas.type(type, sourceOf(from), session.context(context)),
    'schema.overTime': ({ from, ...asked }, context) =>
      session.opened.schemas.overTime(asked, sourceOf(from), session.context(context)),
    'schema.heat': ({ buckets, from }, context) =>
      session.opened.schemas.heat(buckets, sourceOf(from), session.context(context)),
    'schema.chosen': () => {
      const source = chosenSource(session);
      return { from: source === null ? null : schemaSourceText(source) };
    },
    'schema.choose': ({ from }) => {
      const source = from === null ? null : schemaSourceText(parseSchemaSource(from));
      session.files.sides.write(
        session.opened.log.fingerprint,
        SIDE_FILE,
        source === null ? null : { versionsFrom: source },
      );
      return { from: source };
    },
    'schema.export': async ({ format, type, from }, context) => {
      const { schemas, log } = session.opened;
      const report = await schemas.report(sourceOf(from), session.context(context));
      return exportSchema(report, { format, type, store: log.name });
    },
  } satisfies Partial<Handlers>;
};
