import { type SchemaSource, schemaSourceText } from '../../../shared/schemaSource.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import type { Profile } from './payload/profile.ts';
import { SchemaPass } from './schemaPass.ts';
import { InferredPass } from './versions/inferredPass.ts';
import { type TypeFamilies, typeFamilies } from './versions/typeFamilies.ts';
import { VersionColumn } from './versions/versionColumn.ts';
import { VersionRule } from './versions/versionRule.ts';
import type { VersionPick } from './versions/versionsOverTime.ts';

/** What was read of a log whose versions are taken from one place. */
export class SourcedSchemas {
  readonly source: SchemaSource;
  readonly #log: ReadableLog;
  readonly #versions: VersionColumn;
  readonly #inferredVersions: VersionColumn;
  readonly #pass: SchemaPass;
  readonly #inferred: InferredPass;
  #families: TypeFamilies = typeFamilies([]);
  #familiesOf = -1;

  constructor(log: ReadableLog, source: SchemaSource) {
    this.source = source;
    this.#log = log;
    this.#versions = new VersionColumn(log, source);
    this.#inferredVersions = new VersionColumn(log, { from: 'inferred' });
    this.#pass = new SchemaPass(log, this.#versions);
    this.#inferred = new InferredPass(log);
  }

  get sourceText(): string {
    return schemaSourceText(this.source);
  }

  /** Reads what is not read yet; types that have no version at all are read once more, by their forms. */
  async advance(context: ScanContext): Promise<void> {
    await this.#pass.advance(context);
    const rules = new Map<number, VersionRule>();
    for (let type = 0; type < this.#log.index.types.size; type++) {
      const profiles = this.profilesOf(type);
      const rule =
        profiles.length === 1 && profiles[0]!.schemaVersion === null ? VersionRule.of(profiles[0]!.root) : null;
      if (rule) rules.set(type, rule);
    }
    await this.#inferred.advance(rules, (ordinal, version) => this.#inferredVersions.set(ordinal, version), context);
  }

  /** Events that were read: their versions are known, whatever they are taken from. */
  get done(): number {
    return this.#pass.done;
  }

  /** Profiles of a type by its number, one for each version. */
  profilesOf(type: number): Profile[] {
    return this.#pass.profilesOf(type).filter((profile) => profile !== undefined);
  }

  /** Where a type has no version: the profiles of its forms, and what tells them apart. `null` where nothing does. */
  inferredOf(type: number): { readonly profiles: readonly Profile[]; readonly by: readonly string[] } | null {
    const profiles = this.#inferred.profilesOf(type);
    return profiles.length < 2 ? null : { profiles, by: this.#inferred.ruleOf(type)!.sentences };
  }

  /** Types that carry a version in their name. */
  get families(): TypeFamilies {
    const { types } = this.#log.index;
    if (this.#familiesOf !== types.size) {
      this.#familiesOf = types.size;
      this.#families = typeFamilies(types.all);
    }
    return this.#families;
  }

  /** The types of a family that is one: two names or more. */
  membersOf(name: string): readonly string[] | null {
    const members = this.families.families.get(name);
    return members !== undefined && members.length > 1 ? members : null;
  }

  /** Version of an event, as text. */
  versionOf(ordinal: number): string | null {
    return this.#versions.text(this.#versions.numbers[ordinal]!);
  }

  /** Versions of a type's events, a family's, or of all for `null`. */
  pick(name: string | null, inferred: boolean): VersionPick {
    const { type } = this.#log.index.columns;
    const byForm = inferred || this.source.from === 'inferred';
    const column = byForm ? this.#inferredVersions : this.#versions;
    const { numbers } = column;
    const length = column === this.#versions && this.source.from === 'store' ? this.#log.index.length : this.done;
    const text = (number: number): string | null => column.text(number);
    // Where versions are inferred only events of types with several forms have one.
    if (name === null) return { length, numberOf: (i) => numbers[i] ?? 0, text };
    const members = this.membersOf(name);
    if (members === null) {
      const wanted = this.#log.index.types.numberOf(name);
      return { length, numberOf: (i) => (type[i] === wanted ? (numbers[i] ?? 0) : -1), text };
    }
    return { length, ...this.#pickFamily(members, column) };
  }

  /** An event without a version of its own has that of its type's name. */
  #pickFamily(members: readonly string[], column: VersionColumn): Pick<VersionPick, 'numberOf' | 'text'> {
    const { type } = this.#log.index.columns;
    const { numbers, table } = column;
    const names = members.map((member) => this.families.versionOf(member));
    // Numbers behind those of the table are versions that only names say.
    const named = names.map((version, i) => {
      const known = version === null ? 0 : table.numberOf(version);
      return known >= 0 ? known : table.size + names.indexOf(names[i]!);
    });
    const byType = new Map(members.map((member, i) => [this.#log.index.types.numberOf(member), named[i]!]));
    const size = table.size;
    return {
      numberOf: (i) => {
        const ofName = byType.get(type[i]!);
        if (ofName === undefined) return -1;
        return (numbers[i] ?? 0) === 0 ? ofName : numbers[i]!;
      },
      text: (number) => (number >= size ? names[number - size]! : column.text(number)),
    };
  }
}
