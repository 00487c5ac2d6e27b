import type { CheckReport } from '../../../shared/model/finding.ts';
import type { Report, ReportOptions } from '../../../shared/model/report.ts';
import type { Progress } from '../../../shared/protocol/requests.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import { storeSource } from '../../../shared/schemaSource.ts';
import type { ScanContext } from '../formats/format.ts';
import { type Explanations, explain, readExplanations, withExplanations } from '../integrity/explanations.ts';
import { type CheckResults, runChecks } from '../integrity/registry.ts';
import { buildReport } from '../report/buildReport.ts';
import { writeHtml } from '../report/writeHtml.ts';
import { writeJson } from '../report/writeJson.ts';
import type { Session } from '../session.ts';
import { storageReport } from '../storage/storage.ts';
import { keptBookmarks, showBookmarks } from './notes.ts';
import { chosenSource } from './schemas.ts';

interface Call {
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

/** Findings and reports: what is computed over the whole log. */
export const reportHandlers = (session: Session) => {
  /** Findings of a complete log are kept: the title's badge, the Integrity view and the report show the same. */
  const checks = async (depth: 'columns' | 'all', call: Call): Promise<CheckReport> => {
    const { opened } = session;
    const { complete, length } = opened.log.index;
    const { encodings } = opened.log.reader;
    const before = opened.checks;
    const results: CheckResults = new Map(before?.events === length ? before.results : null);
    await opened.projections;
    const { log, replay } = opened;
    const report = await runChecks(log, log.format, session.context(call), { replay, depth, results });
    const isOfNow = log.index.length === length && log.reader.encodings === encodings;
    // Whatever changes what checks find forgets the answers there are: these were of before, too.
    if (complete && isOfNow && opened.checks === before) opened.checks = { events: length, results };
    return withExplanations(report, explanations());
  };

  const explanations = (): Explanations =>
    readExplanations(session.files.sides.read(session.opened.log.fingerprint, 'explained'));

  const report = async (options: ReportOptions, call: Call): Promise<Report> => {
    const { log, search, replay, schemas } = session.opened;
    const context = session.context(call);
    const integrity = options.include.integrity ? await checks('all', call) : null;
    const schema = (inner: ScanContext) => schemas.report(chosenSource(session) ?? storeSource, inner);
    const bookmarks = options.include.bookmarks ? showBookmarks(session, keptBookmarks(session)) : [];
    const info = await log.info(context);
    const readBy = { mapping: log.mapped?.mapping ?? null, encodings: log.reader.encodings.rules };
    return buildReport(
      { log, names: log.givenNames, readBy, info, bookmarks, search, replay, integrity, schema },
      options,
      context,
    );
  };

  return {
    'integrity.run': ({ depth }, context) => checks(depth, context),
    'integrity.explain': ({ findingId, note }) => {
      const { fingerprint } = session.opened.log;
      session.files.sides.write(fingerprint, 'explained', explain(explanations(), findingId, note));
      return null;
    },
    'storage.report': (_params, context) =>
      storageReport(session.opened.log, session.opened.log.bytes, session.context(context)),
    'report.build': ({ options }, context) => report(options, context),
    'report.write': async ({ options, format }, context) => {
      const built = await report(options, context);
      const stem = built.source.name.replace(/[^\w.-]+/g, '-');
      return format === 'html'
        ? { fileName: `${stem}.report.html`, mimeType: 'text/html', text: writeHtml(built) }
        : { fileName: `${stem}.report.json`, mimeType: 'application/json', text: writeJson(built) };
    },
  } satisfies Partial<Handlers>;
};
