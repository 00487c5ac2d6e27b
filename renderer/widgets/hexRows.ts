/** One row of a hex view, whose bytes begin at offset `from`: offset, bytes in hex padded to full width, and the printable ones as text. Pure. */
export function hexRow(
  bytes: Uint8Array,
  row: number,
  perRow: number,
  from = 0,
): { offset: string; hex: string; text: string } {
  const part = bytes.subarray(row * perRow, (row + 1) * perRow);
  const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = Array.from(part, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
  return { offset: (from + row * perRow).toString(16).padStart(6, '0'), hex: hex.padEnd(perRow * 3 - 1), text };
}
