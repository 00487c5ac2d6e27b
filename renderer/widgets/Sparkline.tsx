import './Sparkline.css';

export interface SparkPoint {
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
}

interface Props {
  /** Accessible name; a table beside it says the same in numbers. */
  readonly label: string;
  readonly points: readonly SparkPoint[];
  /** The point that is here: a dot on the curve. */
  readonly here?: number;
  readonly onPick?: (index: number) => void;
}

const width = 1000;
const height = 64;

/** A small curve of steps, as wide as its place. At most some hundreds of points. */
export function Sparkline({ label, points, here, onPick }: Props): React.JSX.Element {
  const lowest = Math.min(...points.flatMap(({ min }) => (min === null ? [] : [min])));
  const highest = Math.max(...points.flatMap(({ max }) => (max === null ? [] : [max])));
  const span = highest - lowest || 1;
  const y = (value: number): number => 4 + (height - 8) * (1 - (value - lowest) / span);
  const each = width / points.length;
  let line = '';
  let band = '';
  let before = false;
  for (const [i, { min, max, last }] of points.entries()) {
    if (min !== null && max !== null && min !== max) band += `M${(i + 0.5) * each} ${y(min)}V${y(max)}`;
    if (last !== null) line += `${before ? 'V' : `M${i * each} `}${y(last)}H${(i + 1) * each}`;
    before = last !== null;
  }
  const dot = here === undefined ? null : points[here];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list beside it has the same as buttons
    <svg
      className="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      onClick={(event) => {
        const { left, width: wide } = event.currentTarget.getBoundingClientRect();
        onPick?.(Math.max(0, Math.min(points.length - 1, Math.floor(((event.clientX - left) / wide) * points.length))));
      }}
    >
      {lowest < 0 && highest > 0 && <line className="sparkline-zero" x1={0} x2={width} y1={y(0)} y2={y(0)} />}
      <path className="sparkline-band" d={band} />
      <path className="sparkline-line" d={line} />
      {dot?.last != null && (
        <line className="sparkline-here" x1={(here! + 1) * each} x2={(here! + 1) * each} y1={0} y2={height} />
      )}
    </svg>
  );
}
