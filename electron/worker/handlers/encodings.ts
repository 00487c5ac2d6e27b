import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import { previewOf } from '../encodings/preview.ts';
import { encodingInfos } from '../encodings/registry.ts';
import { parseRules } from '../encodings/rules.ts';
import type { Session } from '../session.ts';

/** How payloads are read, and remembered to be read. */
export const encodingHandlers = (session: Session) =>
  ({
    'encodings.list': () => ({ kinds: encodingInfos, rules: session.opened.log.reader.encodings.rules }),
    'encodings.preview': ({ ordinal, rule }) => {
      const { log } = session.opened;
      if (ordinal < 0 || ordinal >= log.index.length)
        throw new InspectorError('not-found', `There is no event #${ordinal}.`);
      const [checked] = parseRules([rule]);
      return previewOf(checked!, log.store.readRecords(log.index, [ordinal])[0]!.payload);
    },
    'encodings.set': async ({ rules }) => {
      await session.chooseEncodings(parseRules(rules));
      return session.opened.log.summary();
    },
  }) satisfies Partial<Handlers>;
