import type { Handlers } from '../../../shared/protocol/server.ts';
import { formats } from '../formats/registry.ts';
import { mappedFormatInfo } from '../mapping/mappedTraits.ts';
import type { Session } from '../session.ts';
import { stackBytes } from '../summaries/timelineSeries.ts';
import { pageOf } from './page.ts';

/** Opening, closing, and what is known about the store as a whole. */
export const storeHandlers = (session: Session) =>
  ({
    'store.open': (params, context) => session.open(params, context),
    'store.close': () => {
      session.close();
      return null;
    },
    'cache.clear': () => session.files.kept.clear(),
    'formats.list': () => [...formats, mappedFormatInfo].map(({ id, name, provenBy }) => ({ id, name, provenBy })),
    'store.summary': () => session.opened.log.summary(),
    'store.info': (_params, context) => session.opened.log.info(session.context(context)),
    'store.memory': async () => {
      const { log, replay, search } = session.opened;
      const index = log.index.byteLength + stackBytes(log.index);
      const keptSnapshots = await replay.keptSnapshotBytes();
      return { index, snapshots: replay.snapshotBytes, keptSnapshots, queries: search.byteLength };
    },
    'store.problems': (params) => {
      const { index } = session.opened.log;
      const { offset, end } = pageOf(params, index.problems.length);
      return { total: index.problemCount, rows: index.problems.slice(offset, end) };
    },
    'store.consumers': () => session.opened.log.consumers(),
    'log.point': ({ point }) => session.opened.log.point(point),
  }) satisfies Partial<Handlers>;
