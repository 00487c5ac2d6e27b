import type { EncodingInfo, EncodingRule } from '../../../shared/model/encoding.ts';
import type { ProtoSchema } from './protobuf/schema.ts';

/** Answers the JSON text of a payload. Throws EncodingError for bytes that are none. */
export type Decode = (bytes: Uint8Array) => string;

/** What is wrong with a rule, as a sentence, and in which of its fields. */
export class RuleError extends Error {
  readonly field: 'encoding' | 'schema' | 'message';

  constructor(field: RuleError['field'], message: string) {
    super(message);
    this.name = 'RuleError';
    this.field = field;
  }
}

/** How payloads are written as bytes: an object, one file each, listed once in `registry.ts`. */
export interface Encoding extends EncodingInfo {
  /**
   * How payloads are read as `rule` says, `proto` being its schema for Protobuf. Throws RuleError. Absent: they stay
   * bytes.
   */
  decoder?(rule: EncodingRule, proto: ProtoSchema | null): Decode;
  /**
   * Whether the first bytes look like it: only then, and only when all of it can be read, it is taken without being
   * asked.
   */
  looksLike?(bytes: Uint8Array): boolean;
  /** Of bytes that stay bytes: what they are, as a sentence. */
  describe?(bytes: Uint8Array): string;
}
