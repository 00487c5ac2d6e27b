import { isJsonObject, type JsonObject, parseJson } from '../../../../shared/json.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import { EncodedText, type VisitPayload } from '../../eventIndex/payloadBytes.ts';
import { bodyOf } from '../../eventIndex/readableLog.ts';
import { orNull } from '../fields.ts';
import type { StoredBody, StoredRecord } from '../format.ts';
import { BodyScanner } from './bodyScanner.ts';
import { emptyEnvelope, type LineDialect } from './dialects/dialect.ts';
import type { FileWindow } from './fileWindow.ts';
import type { LineFile } from './lineFile.ts';
import { lineMetadata, linePayload } from './lineRecord.ts';
import type { LineText } from './lineText.ts';

/** Reads records late, by where the index says that they stand. Ascending ordinals are read fastest. */
export class LineRecords {
  readonly #file: LineFile;
  readonly #text: LineText;
  readonly #dialect: LineDialect;
  /** Cuts the little that replay wants from the bytes of most lines; `null` where the dialect takes more than that. */
  readonly #scanner: BodyScanner | null;
  readonly #encoded = new EncodedText();

  constructor(file: LineFile, text: LineText, dialect: LineDialect) {
    this.#file = file;
    this.#text = text;
    this.#dialect = dialect;
    this.#scanner = BodyScanner.of(dialect);
  }

  record(index: EventIndex, ordinal: number): StoredRecord {
    const text = this.#textOf(index, ordinal);
    const line = lineAsIndexed(text);
    const envelope = emptyEnvelope();
    this.#dialect.read(line, envelope);
    return {
      payload: linePayload(this.#dialect, text, line),
      metadata: lineMetadata(this.#dialect, text),
      eventId: orNull(envelope.eventId),
      correlationId: orNull(envelope.correlationId),
      causationId: orNull(envelope.causationId),
      actor: orNull(envelope.actor),
    };
  }

  /** The payload's JSON text; `null` where it is not JSON. */
  payload(index: EventIndex, ordinal: number): string | null {
    const window = this.#scan(index, ordinal);
    return window === null ? this.#parsedPayload(index, ordinal) : this.#scanner!.payload(window);
  }

  /** Hands out the payload's bytes, under the number `at`. */
  visitPayload(index: EventIndex, ordinal: number, at: number, visit: VisitPayload): void {
    const window = this.#scan(index, ordinal);
    if (window === null) this.#encoded.visit(at, this.#parsedPayload(index, ordinal), visit);
    else visit(at, window, this.#scanner!.payloadFrom, this.#scanner!.payloadTo);
  }

  body(index: EventIndex, ordinal: number): StoredBody {
    const window = this.#scan(index, ordinal);
    const body = window === null ? null : this.#scanner!.body(window);
    return body ?? bodyOf(this.record(index, ordinal));
  }

  /** The window in which the scanner has found the event's members; `null` when it does not understand the line. */
  #scan(index: EventIndex, ordinal: number): FileWindow | null {
    if (this.#scanner === null || !this.#text.bytesAreJson) return null;
    const { place, placeLength } = index.columns;
    const offset = place.number(ordinal);
    const window = this.#file.windowAt(offset, placeLength[ordinal]!);
    const from = offset - window.offset;
    const to = Math.min(from + placeLength[ordinal]!, window.bytes.length);
    return this.#scanner.scan(window, from, to) ? window : null;
  }

  #parsedPayload(index: EventIndex, ordinal: number): string | null {
    const payload = linePayload(this.#dialect, this.#textOf(index, ordinal), null);
    return payload.kind === 'json' ? payload.text : null;
  }

  #textOf(index: EventIndex, ordinal: number): string {
    const { place, placeLength } = index.columns;
    return this.#text.toJson(this.#file.textAt(place.number(ordinal), placeLength[ordinal]!));
  }
}

/** The object of a line that was one when it was indexed. Throws `unreadable` where it no longer is. */
function lineAsIndexed(text: string): JsonObject {
  try {
    const line = parseJson(text);
    if (isJsonObject(line)) return line;
  } catch {
    // Told below.
  }
  throw new InspectorError('unreadable', 'The file was changed after it was opened: this event is not where it was.', {
    advice: 'Open the store again.',
  });
}
