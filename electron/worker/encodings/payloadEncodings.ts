import type { EncodingRule } from '../../../shared/model/encoding.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { guessPayload, type PayloadDecoder } from './payloadDecoder.ts';

/** A rule and what reads payloads by it. */
export interface ChosenEncoding {
  readonly rule: EncodingRule;
  readonly decoder: PayloadDecoder;
}

/** How the payloads of a log are read: what a person chose for its types, and for all others what their bytes say. */
export class PayloadEncodings {
  readonly rules: readonly EncodingRule[];
  readonly #ofType: ReadonlyMap<string, PayloadDecoder>;
  readonly #ofOthers: PayloadDecoder | null;
  /** By the number of a type; it is looked up once. */
  #chosen: (PayloadDecoder | null)[] = [];
  /** By the number of a type: whether payloads of it were seen that are no JSON in the store. */
  #hasBytes: boolean[] = [];

  constructor(chosen: readonly ChosenEncoding[] = []) {
    this.rules = chosen.map(({ rule }) => rule);
    this.#ofType = new Map(chosen.flatMap(({ rule, decoder }) => (rule.type === null ? [] : [[rule.type, decoder]])));
    this.#ofOthers = chosen.find(({ rule }) => rule.type === null)?.decoder ?? null;
  }

  /** Whether a rule was chosen for a type; the index knows the type's name. */
  isChosen(index: EventIndex, type: number): boolean {
    return this.#chosenFor(index, type) !== null;
  }

  /** Whether payloads of a type have to be read as bytes, as far as is known. */
  needsBytes(index: EventIndex, type: number): boolean {
    return this.#hasBytes[type] === true || this.isChosen(index, type);
  }

  /** Notes that a payload of this type is no JSON in the store. */
  sawBytes(type: number): void {
    this.#hasBytes[type] = true;
  }

  decoder(index: EventIndex, type: number): PayloadDecoder {
    return this.#chosenFor(index, type) ?? guessPayload;
  }

  #chosenFor(index: EventIndex, type: number): PayloadDecoder | null {
    if (this.rules.length === 0) return null;
    const known = this.#chosen[type];
    if (known !== undefined) return known;
    const chosen = this.#ofType.get(index.types.text(type)) ?? this.#ofOthers;
    this.#chosen[type] = chosen;
    return chosen;
  }
}
