import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource, StoreTraits } from '../format.ts';
import { converted } from '../lines/dialects/converted.ts';
import type { LineDialect } from '../lines/dialects/dialect.ts';
import { createTempFolder } from '../tempFolder.ts';
import { ConvertedReader, type EventOrder } from './convertedReader.ts';
import { EventWriter } from './eventWriter.ts';

// A document format is one document and not a list of lines. It is converted once, when it is opened, into lines of our
// own in a private folder; these are indexed and read like any other lines. So a format is a probe, a converter and its
// traits. The kept index spares the scan of the lines, not the conversion.

export interface DocumentFormat extends StoreTraits {
  readonly id: string;
  /** How events are ordered that the document keeps in no common order; by default they stand in order. */
  readonly order?: EventOrder;
  probe(head: StoreHead): ProbeResult;
  /**
   * Gives every event to `writer`, and what cannot be read with its place in the document. Answers the dialect of its
   * lines where it is not our own. Throws InspectorError when nothing can be read, and what `context` throws.
   */
  convert(
    source: StoreSource,
    head: StoreHead,
    writer: EventWriter,
    context: ScanContext,
    // biome-ignore lint/suspicious/noConfusingVoidType: most converters end without answering.
  ): Promise<LineDialect | void>;
}

/** The store format that opens such documents. */
export function documentFormat(document: DocumentFormat): StoreFormat {
  const { id, name, provenBy, firstRevision, revisionLabel, globalGapsAreNormal, order } = document;
  const traits = { name, provenBy, firstRevision, revisionLabel, globalGapsAreNormal };
  return {
    id,
    ...traits,
    probe: (head) => document.probe(head),
    open: async (source, head, context) => {
      const folder = createTempFolder();
      try {
        const writer = new EventWriter(folder.path);
        let dialect: LineDialect;
        try {
          dialect = (await document.convert(source, head, writer, context)) ?? { ...converted, ...traits };
        } finally {
          writer.close();
        }
        context.signal.throwIfAborted();
        return new ConvertedReader(source, folder, writer, dialect, order ?? 'as-written');
      } catch (error) {
        folder.dispose();
        throw error;
      }
    },
  };
}
