import { printableJson } from '../../../shared/jsonDepth.ts';
import type { Proposals, ScratchEvent } from '../../../shared/model/branch.ts';
import { inline } from '../jsonValues.ts';
import { table } from '../table.ts';

/** What `whatif --want` prints under `proposals`. */
export const proposalsValue = ({ state, wanted, proposals, tried, untried }: Proposals) => ({
  state: printableJson(state),
  wanted: wanted.map(({ path, has, wants }) => ({ path, has: printableJson(has), wants: printableJson(wants) })),
  found: proposals.map(({ events, state: after, changes, sideEffects, because, caveats }) => ({
    events: events.map(eventValue),
    state: printableJson(after),
    changes: changes.map(({ path, real, branch }) => ({ path, from: printableJson(real), to: printableJson(branch) })),
    sideEffects,
    because,
    caveats,
  })),
  tried,
  untried,
});

const eventValue = ({ payload, metadata, ...event }: ScratchEvent) => ({
  ...event,
  payload: printableJson(payload),
  metadata: printableJson(metadata),
});

/** The same for a person. */
export function proposalLines({ wanted, proposals, tried, untried }: Proposals, width: number): string[] {
  if (wanted.length === 0) return ['The state is as wanted already.'];
  const more = untried === 0 ? '' : ` ${untried} more were not tried.`;
  const asked = table(
    [{ title: 'WANTED' }, { title: 'HAS' }, { title: 'WANTS', flexible: true }],
    wanted.map(({ path, has, wants }) => [path, inline(has), inline(wants)]),
    width,
  );
  if (proposals.length === 0) {
    return [...asked, '', `No event was found that leads there. Tried: ${tried.join(', ') || 'none'}.${more}`];
  }
  return [
    ...asked,
    ...proposals.flatMap(({ events, sideEffects, because, caveats }, i) => [
      '',
      `${i + 1}. ${events.map(({ type, payload }) => `${type} ${inline(payload)}`).join(', then ')}`,
      ...because.map((why) => `   ${why}`),
      ...(sideEffects === 0 ? [] : [`   It also changes ${sideEffects} more of the state.`]),
      ...caveats.map((caveat) => `   But: ${caveat}`),
    ]),
    '',
    'Each was replayed and gives what is wanted.',
  ];
}
