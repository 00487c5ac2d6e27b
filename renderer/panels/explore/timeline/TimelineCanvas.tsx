import { useEffect, useRef } from 'react';
import { useServices } from '../../../data/services.ts';
import { sidePadding } from './layout.ts';
import { type Palette, readPalette } from './palette.ts';

interface Props<Picture> {
  /** `null` draws nothing, and leaves what is there. */
  readonly picture: Picture | null;
  /** Must stay the same function. The origin is the top left of the plot. */
  readonly draw: (ctx: CanvasRenderingContext2D, picture: Picture, palette: Palette) => void;
  /** Of the timeline, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** Counts the themes and faces that have come. */
  readonly theme: number;
  /** Called after each drawing; must stay the same function. */
  readonly onDrawn?: () => void;
}

/** One canvas over the whole timeline. It is drawn when its picture has changed, in the next frame. */
export function TimelineCanvas<Picture>({ picture, draw, size, theme, onDrawn }: Props<Picture>): React.JSX.Element {
  const { idle } = useServices();
  const canvas = useRef<HTMLCanvasElement>(null);
  // Reading styles makes the browser compute them: once a theme, not once a drawing.
  const palette = useRef<{ readonly theme: number; readonly read: Palette } | null>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element || !picture) return;
    return idle.frame(() => {
      const ratio = devicePixelRatio || 1;
      element.width = Math.round(size.width * ratio);
      element.height = Math.round(size.height * ratio);
      const ctx = element.getContext('2d')!;
      ctx.setTransform(ratio, 0, 0, ratio, sidePadding * ratio, 0);
      if (palette.current?.theme !== theme) palette.current = { theme, read: readPalette(element) };
      ctx.font = palette.current.read.font;
      ctx.textBaseline = 'alphabetic';
      draw(ctx, picture, palette.current.read);
      onDrawn?.();
    });
  }, [picture, draw, size, idle, theme, onDrawn]);
  return <canvas ref={canvas} />;
}
