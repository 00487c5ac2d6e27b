import type { EncodingRule } from '../../../shared/model/encoding.ts';
import type { Mapping } from '../../../shared/model/mapping.ts';
import type { Report } from '../../../shared/model/report.ts';
import { shellWord } from './shellWord.ts';

/** What a person said of how the store is read. Numbers come out the same only where it is read so again. */
export interface ReadBy {
  readonly mapping: Mapping | null;
  readonly encodings: readonly EncodingRule[];
}

/** Options that every command needs, and the commands that write the files which they name. pure. */
export interface ReadByFiles {
  readonly words: readonly string[];
  readonly commands: Report['reproduce'];
}

/** `store` is the name of the store; the files are named after it, and written from what the commands hold themselves. */
export function readByFiles(store: string, { mapping, encodings }: ReadBy): ReadByFiles {
  const words: string[] = [];
  const commands: { what: string; command: string }[] = [];
  if (mapping !== null) {
    const file = `${store}.mapping.json`;
    words.push('--mapping', shellWord(file));
    commands.push({ what: 'The mapping by which the store is read, as a file', command: write(mapping, file) });
  }
  if (encodings.length > 0) {
    const file = `${store}.encodings.json`;
    const entries = encodings.map((rule, i): [string, object] => {
      const { type, schema, ...entry } = rule;
      const holder = schemaOf(rule, `${store}.${i + 1}.desc`);
      if (holder !== null && 'descriptors' in holder) {
        const what = `The descriptor set of ${type ?? 'all types'}, as a file`;
        commands.push({ what, command: `printf %s ${schema} | base64 -d > ${shellWord(holder.descriptors)}` });
      }
      return [type ?? '*', { ...entry, ...holder }];
    });
    words.push('--encodings', shellWord(file));
    commands.push({
      what: 'How payloads are read, as a file',
      command: write(Object.fromEntries(entries), file),
    });
  }
  return { words, commands };
}

type SchemaMember = { readonly schema: string } | { readonly proto: string } | { readonly descriptors: string };

const write = (value: object, file: string): string =>
  `printf %s ${shellWord(JSON.stringify(value))} > ${shellWord(file)}`;

/** The member of the file's entry that gives a schema: as it stands, but for descriptor sets, which are bytes. */
function schemaOf({ encoding, schema }: EncodingRule, file: string): SchemaMember | null {
  if (schema === undefined) return null;
  if (encoding === 'avro') return { schema };
  return /[;{]/.test(schema) ? { proto: schema } : { descriptors: file };
}
