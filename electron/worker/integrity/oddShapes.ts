import { formatCount, plural } from '../../../shared/format.ts';
import { isJsonObject, type JsonValue, parseJson } from '../../../shared/json.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import type { Group, VersionShapes } from './payloadFacts.ts';

/** Payloads, of which so many have to be there, and which share has to agree, for something to be the rule. */
const FEWEST = 20;
const RULE_SHARE = 0.95;
/** Differences that are named. */
const NAMED = 4;
/** Events that are kept of each group. */
const MOST_NAMED = 1000;

/** Payloads that are not like nearly all others of their type and version. */
export const oddShapes: IntegrityCheck = {
  id: 'odd-shapes',
  title: 'Payloads unlike the others of their type',
  about:
    'Where nearly all payloads of a version have a field, or have it as the same JSON type, one that has not was written by another program, by hand or by mistake, and a consumer that relies on the rule fails there.',
  reads: 'content',
  async run({ log, facts }, context): Promise<CheckResult> {
    const { versions, events } = await facts.payloads();
    if (events === 0) return { examined: 'Nothing: no payload of this store is JSON.', findings: [] };
    const findings = new Findings('odd-shapes', 'groups of payloads unlike the others');
    for (const version of versions) {
      if (version.events < FEWEST) continue;
      const breathe = () => context.breathe({ phase: 'check', done: events, total: events, unit: 'events' });
      for (const [differences, group] of await oddGroups(log, version, breathe)) {
        report(findings, log, version, group, differences);
      }
    }
    const examined = versions.filter((version) => version.events >= FEWEST).length;
    return {
      examined: `${plural(events, 'payload')}; rules of ${formatCount(examined)} of ${plural(versions.length, 'version of a type', 'versions of types')}, those with ${FEWEST} payloads or more`,
      findings: findings.list(),
    };
  },
};

function report(
  findings: Findings,
  { index }: ReadableLog,
  { type, schemaVersion, events }: VersionShapes,
  { count, ordinals }: Group,
  differences: string,
): void {
  const version = schemaVersion === 0 ? '' : ` version ${index.schemaVersions.text(schemaVersion)}`;
  const name = `${index.types.text(type)}${version}`;
  findings.add(
    'warning',
    `${name}:${differences}`,
    ordinals,
    () =>
      `${formatCount(count)} of ${formatCount(events)} payloads of ${name} ${count === 1 ? 'is' : 'are'} unlike the others: ${differences}.`,
    count,
  );
}

type Fields = ReadonlyMap<string, string>;

/** Payloads that break a rule of their version, by what they have otherwise. One payload of each shape is read. */
async function oddGroups(
  { index, reader }: ReadableLog,
  { shapes }: VersionShapes,
  breathe: () => Promise<void> | undefined,
): Promise<Map<string, Group>> {
  const read: { readonly group: Group; readonly fields: Fields }[] = [];
  for (const group of [...shapes.values()].sort((a, b) => a.ordinals[0]! - b.ordinals[0]!)) {
    const [text] = reader.readPayloads(index, [group.ordinals[0]!]);
    read.push({ group, fields: fieldsOf(text!) });
    await breathe();
  }
  const rules = rulesOf(read);
  const odd = new Map<string, Group>();
  for (const { group, fields } of read) {
    const all = differencesOf(rules, fields);
    if (all.length === 0) continue;
    const more = all.length > NAMED ? ` and ${all.length - NAMED} more differences` : '';
    const differences = `${all.slice(0, NAMED).join(', ')}${more}`;
    const known = odd.get(differences);
    if (known) {
      known.count += group.count;
      known.ordinals.push(...group.ordinals.slice(0, MOST_NAMED - known.ordinals.length));
    } else odd.set(differences, { count: group.count, ordinals: [...group.ordinals] });
  }
  return odd;
}

/** What is the rule for a field. */
interface Rule {
  /** Whether an object has it if it is there at all. */
  readonly isNeeded: boolean;
  /** The JSON type that its values have; `null` where they do not agree. */
  readonly kind: string | null;
}

function rulesOf(read: readonly { readonly group: Group; readonly fields: Fields }[]): Map<string, Rule> {
  const holders = new Map<string, number>();
  const present = new Map<string, { events: number; kinds: Map<string, number> }>();
  for (const { group, fields } of read) {
    holders.set('', (holders.get('') ?? 0) + group.count);
    for (const [path, kind] of fields) {
      if (kind === AN_OBJECT) holders.set(path, (holders.get(path) ?? 0) + group.count);
      const field = present.get(path) ?? { events: 0, kinds: new Map() };
      field.events += group.count;
      if (kind !== NOTHING) field.kinds.set(kind, (field.kinds.get(kind) ?? 0) + group.count);
      present.set(path, field);
    }
  }
  const rules = new Map<string, Rule>();
  for (const [path, { events, kinds }] of present) {
    const values = [...kinds.values()].reduce((sum, count) => sum + count, 0);
    const usual = [...kinds].find(([, count]) => values >= FEWEST && count >= values * RULE_SHARE);
    const among = holders.get(holderOf(path)) ?? 0;
    rules.set(path, { isNeeded: among >= FEWEST && events >= among * RULE_SHARE, kind: usual?.[0] ?? null });
  }
  return rules;
}

/** What a payload has otherwise than the rules, as clauses. */
function differencesOf(rules: ReadonlyMap<string, Rule>, fields: Fields): string[] {
  const differences: string[] = [];
  for (const [path, { isNeeded, kind }] of rules) {
    const there = fields.get(path);
    if (there === undefined) {
      const holder = holderOf(path);
      if (isNeeded && (holder === '' || fields.get(holder) === AN_OBJECT))
        differences.push(`${shown(path)} is missing`);
    } else if (kind !== null && there !== kind && there !== NOTHING) {
      differences.push(`${shown(path)} is ${there} instead of ${kind}`);
    }
  }
  return differences;
}

/** Paths are made here, of names that may hold anything: a character that no name can have divides them. */
const BETWEEN = '\ud800';
const holderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(BETWEEN)));
const shown = (path: string): string => path.replaceAll(BETWEEN, '.');
const NOTHING = 'null';
const AN_OBJECT = 'an object';

/** The fields of a payload with their JSON types; a list is a list, whatever it holds. */
function fieldsOf(text: string | null): Fields {
  const fields = new Map<string, string>();
  const pending: [value: JsonValue, path: string][] = text === null ? [] : [[parseJson(text), '']];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, path] = next;
    if (path !== '') fields.set(path, kindOf(value));
    else if (!isJsonObject(value)) fields.set('the payload', kindOf(value));
    if (!isJsonObject(value)) continue;
    for (const [name, child] of Object.entries(value).reverse()) {
      pending.push([child, path === '' ? name : `${path}${BETWEEN}${name}`]);
    }
  }
  return fields;
}

function kindOf(value: JsonValue): string {
  if (value === null) return NOTHING;
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return AN_OBJECT;
  if (typeof value === 'string') return 'text';
  return typeof value === 'boolean' ? 'a boolean' : 'a number';
}
