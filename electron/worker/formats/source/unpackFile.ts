import { stat } from 'node:fs/promises';
import { formatCount } from '../../../../shared/format.ts';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { ScanContext } from '../format.ts';
import { UnpackBudget, type UnpackLimits } from './limits.ts';
import { PackedDamage, type Packing, unpackedBlocks } from './packing.ts';
import { createPrivateFile } from './privateFile.ts';

/**
 * Unpacks a gzip or zstd file (all its members or frames) into `target`, block by block. Damage ends it early: what
 * came before is kept and the damage answered as a problem. Throws `limit-exceeded` for a bomb or a full disk,
 * `unreadable` when nothing could be unpacked.
 */
export async function unpackFile(
  path: string,
  target: string,
  packing: Packing,
  context: ScanContext,
  limits: UnpackLimits,
): Promise<RowProblem | null> {
  const { size } = await stat(path);
  const budget = new UnpackBudget(`The ${packing} file`, size, limits);
  const out = await createPrivateFile(target);
  let done = 0;
  try {
    const onRead = (bytes: number): void => {
      done = bytes;
    };
    for await (const block of unpackedBlocks(path, packing, onRead)) {
      await out.write(block);
      budget.take(block.length);
      await context.breathe({ phase: 'read', done, total: size, unit: 'bytes' });
      context.signal.throwIfAborted();
    }
    return null;
  } catch (error) {
    if (!(error instanceof PackedDamage)) throw error;
    return damageAt(budget.unpacked, error);
  } finally {
    await out.close();
  }
}

/** What to say of data that was damaged behind so many unpacked bytes. Throws `unreadable` when there were none. */
export function damageAt(unpacked: number, { message }: Error): RowProblem {
  const reason = `The compressed data is damaged or ends early (${message}); ${formatCount(unpacked)} bytes before it were read.`;
  if (unpacked === 0) throw new InspectorError('unreadable', reason);
  return { place: `byte ${formatCount(unpacked)} of the unpacked content`, reason, ordinal: null };
}
