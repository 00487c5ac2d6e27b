import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
const [dark = '', light = ''] = css.split(':root[data-theme="light"]');

const token = (block: string, name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(block)![1]!;

/** Relative luminance and contrast as WCAG 2 defines them. */
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
};

const pairs: [text: string, surfaces: string[]][] = [
  ['text', ['bg', 'panel', 'raised', 'hover', 'selected', 'accent-soft', 'bad-soft']],
  ['muted', ['bg', 'panel', 'raised', 'hover', 'selected', 'accent-soft']],
  ['faint', ['bg', 'panel', 'raised', 'hover', 'selected']],
  ['future', ['bg', 'panel']],
  ['accent', ['bg', 'panel', 'raised', 'selected', 'accent-soft']],
  ['good', ['bg', 'panel', 'good-soft']],
  ['warn', ['bg', 'panel', 'warn-soft']],
  ['bad', ['bg', 'panel', 'raised', 'bad-soft']],
  ['link', ['bg', 'panel', 'raised', 'bad-soft']],
  ['string', ['bg', 'panel', 'accent-soft']],
  ['number', ['bg', 'panel', 'accent-soft']],
  ['on-accent', ['accent-fill']],
];

describe.each([
  ['dark', dark],
  ['light', light],
])('%s text', (_name, block) => {
  it.each(pairs)('--%s can be read wherever it stands', (text, surfaces) => {
    for (const surface of surfaces) {
      expect(contrast(token(block, text), token(block, surface)), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
