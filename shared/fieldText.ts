// What a field holds, in a few words. Pure.
import type { FieldFormat, FieldStats } from './model/schema.ts';

const formatNames: Readonly<Record<FieldFormat, string>> = {
  'date-time': 'date and time',
  date: 'date',
  time: 'time',
  duration: 'duration',
  uuid: 'UUID',
  ulid: 'ULID',
  email: 'e-mail address',
  uri: 'URI',
  ipv4: 'IPv4 address',
  currency: 'ISO currency',
  number: 'number in text',
  hex: 'hexadecimal',
  'epoch-seconds': 'seconds since 1970, perhaps',
  'epoch-milliseconds': 'milliseconds since 1970, perhaps',
  'epoch-microseconds': 'microseconds since 1970, perhaps',
};

export const formatName = (format: FieldFormat): string => formatNames[format];

/** `EUR · USD`, `ISO currency: EUR, USD`, `0.5 to 1999.99`, `e.g. O-17, O-18, …`; '' where there is nothing to say. */
export function valuesText({ format, range, values, moreValues, enumeration }: FieldStats): string {
  const texts = values.map(({ text }) => (text === '' ? '""' : text));
  const numbers = range === null ? '' : range.min === range.max ? range.min : `${range.min} to ${range.max}`;
  const examples =
    texts.length === 0
      ? ''
      : enumeration
        ? texts.join(' · ')
        : `${texts.slice(0, 3).join(', ')}${moreValues || texts.length > 3 ? ', …' : ''}`;
  const said = [numbers, examples].filter((text) => text !== '').join('; ');
  return format === null ? said : [formatName(format), said].filter((text) => text !== '').join(': ');
}
