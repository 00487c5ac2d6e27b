/** The tokens a canvas needs: it cannot read CSS variables by itself. */
export interface Palette {
  readonly background: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly ghost: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly bad: string;
  readonly warn: string;
  readonly hues: readonly string[];
  readonly font: string;
}

/** Measures words in the face of the canvas, in pixels. */
export function textMeasure(): (text: string) => number {
  const ctx = document.createElement('canvas').getContext('2d')!;
  ctx.font = fontOf(getComputedStyle(document.documentElement));
  return (text) => ctx.measureText(text).width;
}

const fontOf = (style: CSSStyleDeclaration): string => `11px ${style.getPropertyValue('--sans').trim()}`;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    background: token('--panel'),
    line: token('--line'),
    lineStrong: token('--line-strong'),
    text: token('--text'),
    muted: token('--muted'),
    ghost: token('--ghost'),
    accent: token('--accent-fill'),
    accentSoft: token('--accent-soft'),
    bad: token('--bad'),
    warn: token('--warn'),
    hues: Array.from({ length: 8 }, (_, hue) => token(`--hue-${hue}`)),
    font: fontOf(style),
  };
}
