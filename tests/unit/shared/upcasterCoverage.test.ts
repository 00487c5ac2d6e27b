import { describe, expect, it } from 'vitest';
import { coverageOfTypes, upcasterCoverage } from '../../../shared/upcasterCoverage.ts';

describe('upcaster coverage', () => {
  const versions = [
    { schemaVersion: null, events: 5 },
    { schemaVersion: '2', events: 3 },
    { schemaVersion: '3', events: 2 },
  ];

  it('follows the steps, and counts the events that stay behind', () => {
    expect(upcasterCoverage('p', versions, ['1', '2'])).toMatchObject({ newest: '3', stranded: 0 });
    expect(upcasterCoverage('p', versions, ['1'])).toMatchObject({
      stranded: 8,
      versions: [
        { schemaVersion: null, endsAt: '2', reaches: false },
        { schemaVersion: '2', endsAt: '2', reaches: false },
        { schemaVersion: '3', endsAt: '3', reaches: true },
      ],
    });
    expect(upcasterCoverage(null, versions, [])).toMatchObject({ stranded: 8, versions: [{ endsAt: null }, {}, {}] });
  });
});

const type = (name: string, versions: Record<string, number>) => ({
  type: name,
  events: Object.values(versions).reduce((a, b) => a + b, 0),
  versions: Object.entries(versions).map(([version, events]) => ({
    schemaVersion: version === 'none' ? null : version,
    events,
  })),
});

const paths = (versions: Record<string, number>, from: string[]) =>
  coverageOfTypes([type('T', versions)], { name: 'p', upcasters: from.length > 0 ? [{ type: 'T', from }] : [] }).map(
    ({ newest, versions }) => [
      newest,
      Object.fromEntries(
        versions.map(({ schemaVersion, endsAt, reaches }) => [schemaVersion ?? 'none', [reaches, endsAt]]),
      ),
    ],
  );

describe('the types that upcasters cover', () => {
  it('follows the steps of every version to the newest', () => {
    expect(paths({ none: 5, '2': 3, '3': 1 }, ['1', '2'])).toEqual([
      ['3', { '2': [true, '3'], '3': [true, '3'], none: [true, '3'] }],
    ]);
  });

  it('says which versions have no path', () => {
    expect(paths({ '1': 5, '2': 3, '4': 1 }, ['1'])).toEqual([
      ['4', { '1': [false, '2'], '2': [false, '2'], '4': [true, '4'] }],
    ]);
    expect(paths({ none: 5, '2': 3 }, [])).toEqual([['2', { '2': [true, '2'], none: [false, null] }]]);
  });

  it('counts the end of the last step as the newest where it is later than what is recorded', () => {
    expect(paths({ '1': 2 }, ['1'])).toEqual([['2', { '1': [true, '2'] }]]);
  });

  it('has nothing to say of a type with one version and no step, and cannot step from text', () => {
    expect(paths({ '1': 2 }, [])).toEqual([]);
    expect(paths({ '1.0': 2, '1.1': 3 }, ['1'])).toEqual([['1.1', { '1.0': [false, '1.0'], '1.1': [true, '1.1'] }]]);
  });
});
