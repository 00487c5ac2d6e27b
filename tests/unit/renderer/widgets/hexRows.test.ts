import { expect, it } from 'vitest';
import { hexRow } from '../../../../renderer/widgets/hexRows.ts';

it('shows bytes as hex and what can be read of them as text', () => {
  const bytes = new Uint8Array([0, 65, 255, 10, 66]);
  expect(hexRow(bytes, 0, 4)).toEqual({ offset: '000000', hex: '00 41 ff 0a', text: '·A··' });
  expect(hexRow(bytes, 1, 4)).toEqual({ offset: '000004', hex: '42         ', text: 'B' });
});
