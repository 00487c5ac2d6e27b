import { plural } from '../../../shared/format.ts';
import { type JsonObject, stringifyJson } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { PartitionOnBranch } from '../../../shared/model/branch.ts';
import type { BranchEvent } from './exportBranch.ts';

// A branch of one partition as a test: given what both have, when the branch goes on in its own way, then its state.
// Pure.

export interface Fixture {
  readonly name: string;
  readonly reducer: string;
  readonly compared: PartitionOnBranch;
  readonly given: readonly BranchEvent[];
  readonly when: readonly BranchEvent[];
}

export const fixtureValue = ({ name, reducer, compared, given, when }: Fixture): JsonObject => ({
  name,
  reducer,
  partition: compared.partition,
  given: given.map(eventValue),
  when: when.map(eventValue),
  // biome-ignore lint/suspicious/noThenProperty: given, when, then is how such a fixture is written
  then: outcome(compared.branch),
  inReality: outcome(compared.real),
});

const outcome = ({ state, failure }: PartitionOnBranch['real']): JsonObject =>
  failure === null ? { state: printableJson(state) } : { fails: failure.message, stateBefore: printableJson(state) };

const eventValue = ({
  streamId,
  type,
  schemaVersion,
  payload,
  metadata,
  ordinal,
  isEdited,
}: BranchEvent): JsonObject => ({
  streamId,
  type,
  ...(schemaVersion === null ? {} : { schemaVersion }),
  data: payload,
  ...(metadata === null ? {} : { metadata }),
  recorded: ordinal === null ? null : `#${ordinal}`,
  ...(isEdited ? { edited: true } : {}),
});

export function fixtureText({ name, reducer, compared, given, when }: Fixture): string {
  const { partition, real, branch } = compared;
  const lines = (events: readonly BranchEvent[]): string[] =>
    events.length === 0 ? ['  nothing'] : events.map((event) => `  ${eventText(event)}`);
  return `${[
    name,
    `${partition === '' ? 'The one state' : partition}, folded by ${reducer}`,
    '',
    `Given ${plural(given.length, 'event')}`,
    ...lines(given),
    '',
    `When ${plural(when.length, 'event')}`,
    ...lines(when),
    '',
    'Then',
    ...outcomeLines(branch),
    '',
    'In reality',
    ...outcomeLines(real),
  ].join('\n')}\n`;
}

const eventText = ({ type, payload, ordinal, isEdited }: BranchEvent): string => {
  const place = ordinal === null ? 'on the branch alone' : `#${ordinal}${isEdited ? ', edited' : ''}`;
  return `${type} ${stringifyJson(payload)}  (${place})`;
};

function outcomeLines({ state, failure }: PartitionOnBranch['real']): string[] {
  const text = state === null ? ['no event has happened yet'] : stringifyJson(printableJson(state), 2).split('\n');
  const lines = text.map((line) => `  ${line}`);
  return failure === null ? lines : [...lines, `  and then it fails: ${failure.message}`];
}
