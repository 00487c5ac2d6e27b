import type { EncodingRule } from '../../../shared/model/encoding.ts';
import { encodingOf } from './registry.ts';

/** What was chosen, as sentences to stand with the store. */
export const encodingNotes = (rules: readonly EncodingRule[]): string[] =>
  rules.map(({ type, encoding, message }) => {
    const which = type === null ? 'Payloads of all types that have no choice of their own' : `Payloads of ${type}`;
    const as = message === undefined ? '' : ` (${message})`;
    return encoding === 'binary' || encoding === 'java'
      ? `${which} are shown as bytes, as chosen.`
      : `${which} are read as ${encodingOf(encoding).name}${as}, as chosen.`;
  });
