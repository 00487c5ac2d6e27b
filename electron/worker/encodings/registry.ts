import type { EncodingId, EncodingInfo } from '../../../shared/model/encoding.ts';
import { avro } from './avro/avro.ts';
import { cbor } from './cbor.ts';
import type { Encoding } from './encoding.ts';
import { java } from './java.ts';
import { json } from './json.ts';
import { jsonb } from './jsonb.ts';
import { messagePack } from './messagePack.ts';
import { protobuf } from './protobuf/protobuf.ts';

const binary: Encoding = {
  id: 'binary',
  name: 'Bytes as they are',
  needs: 'nothing',
  describe: () => 'The bytes are shown as they are.',
};

/** The list, in the order of the app. */
export const encodings: readonly Encoding[] = [json, jsonb, messagePack, cbor, avro, protobuf, java, binary];

const byId = new Map(encodings.map((encoding) => [encoding.id, encoding]));

export const encodingOf = (id: EncodingId): Encoding => byId.get(id)!;

export const encodingInfos: readonly EncodingInfo[] = encodings.map(({ id, name, needs }) => ({ id, name, needs }));
