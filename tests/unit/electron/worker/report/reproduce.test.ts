import { expect, test } from 'vitest';
import { reproduceCommands } from '../../../../../electron/worker/report/reproduce.ts';
import type { ReportOptions } from '../../../../../shared/model/report.ts';

const options: ReportOptions = {
  title: 'Audit',
  query: '',
  from: 'start',
  to: 'end',
  streams: ['account-1001'],
  include: { timeline: false, integrity: false, schema: false, consumers: false, events: false, bookmarks: false },
  eventLimit: 10,
};

const stateCommand = (reducer: ReportOptions['reducer']): string =>
  reproduceCommands(['bank.jsonl'], { ...options, reducer }, 0, 9).find(({ what }) => what.startsWith('State of'))!
    .command;

test('a merged state is had again by its stream', () => {
  expect(stateCommand(undefined)).toBe("npx eventloupe state bank.jsonl --stream account-1001 --at '#9' --json");
  expect(stateCommand('merge')).toBe(stateCommand(undefined));
});

test('a projected state is had again by its projection file and partition', () => {
  expect(stateCommand('bank.projection.js')).toBe(
    "npx eventloupe state bank.jsonl --projection bank.projection.js --partition account-1001 --at '#9' --json",
  );
});
