import { plural } from '../../../shared/format.ts';
import { NO_POSITION } from '../eventIndex/eventIndex.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

/** Consumers that claim to have read what is not there. */
export const checkpointsAhead: IntegrityCheck = {
  id: 'checkpoints-ahead',
  title: 'Checkpoints ahead of the log',
  about:
    'A consumer keeps the position up to which it has read. One that is behind the last event of the log belongs to another log, or events were lost after they were read; the consumer will pass over what is written next.',
  reads: 'columns',
  async run({ log: { index, reader } }, context): Promise<CheckResult> {
    const checkpoints = reader.checkpoints().filter(({ ofAnotherStore }) => !ofAnotherStore);
    if (checkpoints.length === 0) {
      return { examined: 'Nothing: this store keeps no checkpoints of its own consumers.', findings: [] };
    }
    const positions = index.columns.globalPosition;
    let last = -1;
    await inSlices(index.length, pauseOf(context, 'check', index.length), (from, to) => {
      for (let i = from; i < to; i++) if (last < 0 || positions.isLarger(i, last)) last = i;
    });
    const end = last < 0 ? NO_POSITION : positions.at(last);
    if (end === NO_POSITION && index.length > 0) {
      return { examined: 'Nothing: this store records no global positions.', findings: [] };
    }
    const findings = new Findings('checkpoints-ahead', 'checkpoints ahead of the log');
    for (const { consumer, globalPosition } of checkpoints) {
      if (globalPosition <= end) continue;
      findings.add(
        'error',
        consumer,
        last < 0 ? [] : [last],
        () =>
          last < 0
            ? `Consumer ${consumer} has read up to position ${globalPosition}, and the log is empty.`
            : `Consumer ${consumer} has read up to position ${globalPosition}; the last event, #${last}, is at ${end}.`,
        1,
      );
    }
    return { examined: plural(checkpoints.length, 'checkpoint'), findings: findings.list() };
  },
};
