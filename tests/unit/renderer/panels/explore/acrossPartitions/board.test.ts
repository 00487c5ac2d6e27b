import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  fieldExpression,
  filterOf,
  nextSort,
} from '../../../../../../renderer/panels/explore/acrossPartitions/board.ts';
import type { PartitionSort } from '../../../../../../shared/model/partitions.ts';

describe('the filter of the table of partitions', () => {
  it('is a condition where it speaks of the state, else part of a name', () => {
    expect(filterOf(' state.balance < 0 ')).toEqual({ name: '', where: 'state.balance < 0' });
    expect(filterOf('not state["a b"]').where).toBe('not state["a b"]');
    expect(filterOf('(state == 3)').where).toBe('(state == 3)');
    for (const name of ['account-17', 'state', 'upstate.x', 'my.state.x']) {
      expect(filterOf(name)).toEqual({ name, where: '' });
    }
  });
});

describe('the order of the table of partitions', () => {
  it('goes from a column’s own to the other way round to none', () => {
    const balance: PartitionSort = { by: 'value', expression: 'state.balance', descending: true };
    const plain: PartitionSort = { by: 'begin', descending: false };
    expect(nextSort(plain, balance)).toEqual(balance);
    expect(nextSort(balance, balance)).toEqual({ ...balance, descending: false });
    expect(nextSort({ ...balance, descending: false }, balance)).toEqual(plain);
    expect(nextSort(balance, { by: 'events', descending: true })).toEqual({ by: 'events', descending: true });
  });

  it('keeps the column it goes by in view', () => {
    const sort: PartitionSort = { by: 'value', expression: fieldExpression('d e'), descending: true };
    expect(columnsOf(['a', 'b', 'c', 'd e'], sort, 344 + 2 * 96)).toEqual(['a', 'd e']);
    expect(columnsOf(['a', 'b', 'c'], { by: 'events', descending: true }, 0)).toEqual(['a']);
  });
});
