import { dirname, resolve } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../shared/json.ts';
import {
  type AvroHeader,
  avroHeaders,
  type EncodingId,
  type EncodingRule,
  encodingIds,
  type TextForm,
  textForms,
} from '../../shared/model/encoding.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { readNamed } from './namedFiles.ts';
import type { Options } from './options.ts';

/** Stands for every type without an entry of its own. */
const ALL_TYPES = '*';

/**
 * What an entry may say. `schema`, `proto` and `descriptors` give the schema: as it stands, or as a path beside the
 * file.
 */
const entryKeys = ['encoding', 'text', 'header', 'message', 'schema', 'proto', 'descriptors'] as const;

/**
 * The rules in the file that `--encodings` names, from event type to how it is written:
 * `{ "OrderPlaced": { "encoding": "protobuf", "proto": "shop.proto", "message": "shop.OrderPlaced" } }`. None where it
 * was not given. Throws `not-found` for a file that cannot be read, and `bad-request` with the entry that is none.
 */
export async function readEncodings(options: Options): Promise<EncodingRule[]> {
  const path = options.text('encodings');
  if (path === null) return [];
  const entries = parsed(path, await readNamed('encodings file', path));
  if (!isJsonObject(entries)) throw wrong(`"${path}" is no object with event types and their encodings.`);
  return Promise.all(
    Object.entries(entries).map(([type, entry]) => {
      if (!isJsonObject(entry))
        throw wrong(`"${path}" has nothing to say of ${type}: an object with "encoding" is needed.`);
      return ruleOf(type, entry, (file) => readNamed('schema', resolve(dirname(path), file)));
    }),
  );
}

async function ruleOf(type: string, entry: JsonObject, read: (file: string) => Promise<Buffer>): Promise<EncodingRule> {
  const unknown = Object.keys(entry).find((key) => !(entryKeys as readonly string[]).includes(key));
  if (unknown !== undefined) throw wrong(`${type} has "${unknown}", which is none of ${entryKeys.join(', ')}.`);
  const encoding = oneOf<EncodingId>(type, 'encoding', entry, encodingIds);
  if (encoding === undefined) throw wrong(`${type} names no encoding: it is one of ${encodingIds.join(', ')}.`);
  const text = oneOf<TextForm>(type, 'text', entry, textForms);
  const header = oneOf<AvroHeader>(type, 'header', entry, avroHeaders);
  const message = textOf(type, 'message', entry);
  const schema = await schemaOf(type, entry, read);
  return { type: type === ALL_TYPES ? null : type, encoding, text, header, schema, message };
}

/** A schema as it stands, or the content of the file that is named. Descriptor sets become base64. */
async function schemaOf(
  type: string,
  entry: JsonObject,
  read: (file: string) => Promise<Buffer>,
): Promise<string | undefined> {
  const { schema } = entry;
  if (schema !== undefined) {
    if (typeof schema !== 'string') return stringifyJson(schema);
    return /^\s*["[{]/.test(schema) ? schema : (await read(schema)).toString();
  }
  const proto = textOf(type, 'proto', entry);
  if (proto !== undefined) return /[;{]/.test(proto) ? proto : (await read(proto)).toString();
  const descriptors = textOf(type, 'descriptors', entry);
  return descriptors === undefined ? undefined : (await read(descriptors)).toString('base64');
}

function oneOf<T extends string>(type: string, key: string, entry: JsonObject, known: readonly T[]): T | undefined {
  const value = textOf(type, key, entry);
  const found = known.find((one) => one === value);
  if (value === undefined || found !== undefined) return found;
  throw wrong(`${type} has the ${key} "${value}": it is one of ${known.join(', ')}.`);
}

function textOf(type: string, key: string, entry: JsonObject): string | undefined {
  const value: JsonValue | undefined = entry[key];
  if (value === undefined || typeof value === 'string') return value;
  throw wrong(`The ${key} of ${type} is no text.`);
}

function parsed(path: string, content: Buffer): JsonValue {
  try {
    return parseJson(content.toString());
  } catch (error) {
    throw wrong(`"${path}" is no JSON: ${(error as Error).message}.`);
  }
}

const wrong = (message: string): InspectorError => new InspectorError('bad-request', message);
