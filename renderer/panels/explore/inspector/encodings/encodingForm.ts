import type {
  AvroHeader,
  EncodingId,
  EncodingInfo,
  EncodingRule,
  TextForm,
} from '../../../../../shared/model/encoding.ts';
import type { Payload } from '../../../../../shared/model/event.ts';

// pure. What the dialog asks, and the rule that the answers make.

export interface EncodingForm {
  /** Whether for every type that has no choice of its own. */
  readonly forAll: boolean;
  readonly encoding: EncodingId;
  /** '' stands for what its look says. */
  readonly text: TextForm | '';
  readonly header: AvroHeader | '';
  readonly schema: string;
  /** '' where none is chosen. */
  readonly message: string;
}

/** What is chosen for a type now; else what its bytes say, else to leave them as they are. */
export function formOf(rules: readonly EncodingRule[], type: string, payload: Payload): EncodingForm {
  const own = rules.find((rule) => rule.type === type);
  const rule = own ?? rules.find((one) => one.type === null);
  const read = payload.kind === 'json' ? payload.readAs?.encoding : undefined;
  return {
    forAll: own === undefined && rule !== undefined,
    encoding: rule?.encoding ?? read ?? 'binary',
    text: rule?.text ?? '',
    header: rule?.header ?? '',
    schema: rule?.schema ?? '',
    message: rule?.message ?? '',
  };
}

/** The rule that a form makes for a type; it says nothing of what the encoding does not need. */
export function ruleOf(form: EncodingForm, type: string, { needs }: Pick<EncodingInfo, 'needs'>): EncodingRule {
  const { forAll, encoding, text, header, schema, message } = form;
  return {
    type: forAll ? null : type,
    encoding,
    ...(text === '' ? {} : { text }),
    ...(needs === 'nothing' ? {} : { schema }),
    ...(needs === 'avro' && header !== '' ? { header } : {}),
    ...(needs === 'protobuf' && message !== '' ? { message } : {}),
  };
}

/** The rules with this one, in place of what was chosen for the same type. */
export const withRule = (rules: readonly EncodingRule[], rule: EncodingRule): EncodingRule[] => [
  ...rules.filter(({ type }) => type !== rule.type),
  rule,
];

/** Whether bytes may stand in a payload, so that there is something to choose. */
export const mayBeBytes = (payload: Payload): boolean =>
  payload.kind !== 'json' || payload.isBytes === true || payload.readAs !== undefined || /^\s*"/.test(payload.text);

/** Whether it is text in which bytes stand in some form. */
export const isText = (payload: Payload): boolean =>
  payload.kind !== 'binary' && !(payload.kind === 'json' && payload.readAs !== undefined) && payload.isBytes !== true;

/** A chosen file as a schema: text as it is; a descriptor set, in which lengths are control characters, as base64. */
export function schemaOfFile(bytes: Uint8Array): string {
  const isText = bytes.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  if (isText) return new TextDecoder().decode(bytes);
  let binary = '';
  for (let at = 0; at < bytes.length; at += 4096) binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(binary);
}

/** The bytes of a descriptor set that a schema is; `null` for a schema that is text. */
export const descriptorBytes = (schema: string): number | null =>
  schema.length > 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(schema)
    ? Math.floor((schema.replace(/=+$/, '').length * 3) / 4)
    : null;
