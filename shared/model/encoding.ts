import type { ShownPayload } from './shown.ts';

/** How payloads can be written as bytes. The order is that of lists. */
export const encodingIds = ['json', 'jsonb', 'messagepack', 'cbor', 'avro', 'protobuf', 'java', 'binary'] as const;

export type EncodingId = (typeof encodingIds)[number];

/** How bytes can stand in a text: an export that is text cannot hold them as they are. */
export const textForms = ['base64', 'hex'] as const;

export type TextForm = (typeof textForms)[number];

/**
 * What stands before an Avro value: nothing, a zero and the number of a schema in a registry, or C3 01 and a
 * fingerprint.
 */
export const avroHeaders = ['none', 'registry', 'object'] as const;

export type AvroHeader = (typeof avroHeaders)[number];

/** How the payloads of one event type are read. Plain data: it is kept for the store, and passed to the worker. */
export interface EncodingRule {
  /** The event type; `null` stands for every type without a rule of its own. */
  readonly type: string | null;
  readonly encoding: EncodingId;
  /** How bytes stand in payloads that are text; absent where their look says it. */
  readonly text?: TextForm;
  /** Avro: the writer's schema as JSON text. Protobuf: the text of a .proto file, or a FileDescriptorSet as base64. */
  readonly schema?: string;
  /** Avro: what stands before the value; absent where its look says it. */
  readonly header?: AvroHeader;
  /** Protobuf: the full name of the message, `shop.OrderPlaced`. */
  readonly message?: string;
}

/** An encoding that can be chosen. */
export interface EncodingInfo {
  readonly id: EncodingId;
  /** For a person: `MessagePack`. */
  readonly name: string;
  /** What has to be given with it. */
  readonly needs: 'nothing' | 'avro' | 'protobuf';
}

/** One event's payload as a rule reads it. */
export interface EncodingPreview {
  /** What is wrong with the rule itself, and in which field; `null` when it can be set. */
  readonly problem: { readonly field: 'encoding' | 'schema' | 'message'; readonly message: string } | null;
  /** Messages that a Protobuf schema has, by full name; those inside others last. */
  readonly messages: readonly string[];
  /** `null` where the rule cannot be used. */
  readonly payload: ShownPayload | null;
}
