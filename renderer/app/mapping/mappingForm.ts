import { placesIn, timeFormOf } from '../../../shared/mappingText.ts';
import {
  type Mapping,
  type MappingFields,
  type MappingRole,
  type MappingSource,
  mappingRoles,
  type Place,
  type RoleTakes,
  type TextField,
  type TimeField,
  type TimeForm,
  timeForms,
} from '../../../shared/model/mapping.ts';

// pure. The form of a mapping: what its boxes show, and what a change in one of them makes of the mapping.

export type Field = TextField | TimeField;

/** What the first box of a role says: nothing, a place, or another way to fill it. */
export type FieldMode = 'none' | 'place' | 'path' | 'constant' | 'join';

/** A value of the first box: a mode, or `place:` and the place. */
export type FieldChoice = Exclude<FieldMode, 'place'> | `place:${string}`;

export interface ChoiceOption {
  readonly value: FieldChoice;
  readonly title: string;
}

/** Why nothing is there, by role: what happens then. */
const withoutIt: Partial<Record<MappingRole, string>> = {
  type: 'choose…',
  payload: 'all that is left',
};

export function modeOf(field: Field | undefined, places: readonly Place[]): FieldMode {
  if (field === undefined) return 'none';
  if (typeof field === 'object' && 'constant' in field) return 'constant';
  if (typeof field === 'object' && 'join' in field) return 'join';
  return places.includes(placesIn(field)[0]!) ? 'place' : 'path';
}

export function choiceOf(field: Field | undefined, places: readonly Place[]): FieldChoice {
  const mode = modeOf(field, places);
  return mode === 'place' ? `place:${placesIn(field)[0]!}` : mode;
}

/** What the first box of a role offers. */
export const choicesFor = (role: MappingRole, takes: RoleTakes, places: readonly Place[]): readonly ChoiceOption[] => [
  { value: 'none', title: withoutIt[role] ?? '—' },
  ...places.map((place): ChoiceOption => ({ value: `place:${place}`, title: place })),
  ...(takes === 'text'
    ? ([
        { value: 'join', title: 'Two places together…' },
        { value: 'constant', title: 'The same for all…' },
      ] as const)
    : []),
  { value: 'path', title: 'Another path…' },
];

/**
 * The field after a choice in the first box; what can be kept of the field before is kept. `free` plays no other
 * role.
 */
export function chosenField(
  choice: FieldChoice,
  before: Field | undefined,
  takes: RoleTakes,
  free: readonly Place[],
): Field | undefined {
  const first = placesIn(before)[0] ?? free[0] ?? '';
  switch (choice) {
    case 'none':
      return undefined;
    case 'constant':
      return { constant: 'event' };
    case 'join':
      return { join: [free.find((place) => place !== first) ?? first, first], with: '-' };
    case 'path':
      return withPlace(`${first.startsWith('/') ? first : `/${first}`}/…`, before, takes);
    default:
      return withPlace(choice.slice('place:'.length), before, takes);
  }
}

/** The same field with another place; a time keeps its form. */
export function withPlace(place: Place, before: Field | undefined, takes: RoleTakes): Field {
  if (takes !== 'time' || before === undefined || typeof before === 'string') return place;
  return withForm(place, timeFormOf(before as TimeField));
}

export const withForm = (place: Place, as: TimeForm): TimeField => (as === 'auto' ? place : { from: place, as });

/** Places that no role has. */
export function freePlaces({ fields }: Mapping, places: readonly Place[]): readonly Place[] {
  const used = new Set(mappingRoles.flatMap(({ role }) => placesIn(fields[role])));
  return places.filter((place) => !used.has(place));
}

/** A mapping with another field; one that is taken away is left out. */
export function withField(mapping: Mapping, role: MappingRole, field: Field | undefined): Mapping {
  const { [role]: _before, ...others } = mapping.fields;
  // The type is needed: without it the mapping says so.
  const fields = { ...others, ...(field !== undefined && { [role]: field }) } as unknown as MappingFields;
  return { ...mapping, fields };
}

const formTitles: Readonly<Record<TimeForm, string>> = {
  auto: 'ISO, or by size',
  seconds: 'seconds',
  milliseconds: 'milliseconds',
  microseconds: 'microseconds',
  nanoseconds: 'nanoseconds',
  'unix-ticks': '100 ns since 1970',
  'dotnet-ticks': '.NET ticks',
  'julian-days': 'Julian days',
};
export const timeFormOptions = timeForms.map((value) => ({ value, title: formTitles[value] }));

/** The characters between fields that the box offers. */
export const delimiterOptions = [
  { value: ',', title: 'comma' },
  { value: ';', title: 'semicolon' },
  { value: '\t', title: 'tab' },
  { value: '|', title: 'bar' },
  { value: ' ', title: 'blank' },
] as const;

/** A source as a value of a box: which table, array or reading it is, whatever its details. */
export const sourceKey = (source: MappingSource): string =>
  source.kind === 'sqlite'
    ? `table ${source.table}`
    : source.kind === 'json-array'
      ? `array ${source.path ?? ''}`
      : source.kind;
