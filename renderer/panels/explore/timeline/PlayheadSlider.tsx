import { useLog } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { playheadOrdinal, steppedPlayhead } from '../../../state/selectors.ts';
import { sidePadding } from './layout.ts';

interface Props {
  /** In pixels of the plot; out of view below 0 and beyond `width`. */
  readonly x: number;
  readonly width: number;
  readonly ordinal: number;
  readonly events: number;
  readonly text: string;
}

const mark = (
  <svg width={14} height={13} aria-hidden="true">
    <path d="M0 2Q0 0 2 0H12Q14 0 14 2V7L7 13L0 7Z" />
  </svg>
);

/**
 * The playhead. Left, right, Home and End are commands of the whole window, so only what they leave over is answered
 * here. Out of view it waits unseen at the edge, for the keyboard and for screen readers.
 */
export function PlayheadSlider({ x, width, ordinal, events, text }: Props): React.JSX.Element {
  const { view } = useServices();
  const { events: total } = useLog();
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const page = Math.max(1, Math.round(total / 20));
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: page, PageDown: -page }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const here = playheadOrdinal(view.get(), total);
    view.dispatch({ do: 'movePlayhead', ordinal: steppedPlayhead(here, by, total) });
  };
  const left = Math.round(Math.max(0, Math.min(width, x))) + sidePadding;
  return (
    <div
      className={x < 0 || x > width ? 'playhead playhead-away' : 'playhead'}
      style={{ transform: `translateX(${left}px)` }}
      role="slider"
      tabIndex={0}
      aria-label="Playhead"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, events - 1)}
      aria-valuenow={Math.max(0, ordinal)}
      aria-valuetext={text}
      onKeyDown={onKeyDown}
    >
      {mark}
    </div>
  );
}
