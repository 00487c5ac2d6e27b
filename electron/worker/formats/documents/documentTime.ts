import { isoToMicros } from '../../../../shared/time.ts';
import type { EventWriter } from './eventWriter.ts';

/**
 * A time as ISO text; '' when it is none. Some exporters write `2019/11/03 01:11:19.000`. Text without a zone is taken as
 * UTC, which is said.
 */
export function documentTime(text: string, writer: EventWriter): string {
  const iso = text.trim().replace(/^(\d{4})\/(\d{2})\/(\d{2})/, '$1-$2-$3');
  if (Number.isNaN(isoToMicros(iso))) return '';
  if (!/(Z|[+-]\d{2}(:?\d{2})?)$/.test(iso.slice(10))) writer.note('Times without a zone are taken as UTC.');
  return iso;
}
