import './Chart.css';
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount } from '../../shared/format.ts';

export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  /** 0 to 7: a data hue, see `shared/hue.ts`. */
  readonly hue: number;
  /** One value per entry of `x`. */
  readonly values: readonly number[];
}

export interface ChartProps {
  /** Accessible name; its table twin says the same in numbers. */
  readonly label: string;
  readonly kind: 'area' | 'bar';
  /** Ascending positions: epoch microseconds, ordinals, … */
  readonly x: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly formatX: (x: number) => string;
  /** What values are called; whole numbers if absent. */
  readonly formatY?: (value: number) => string;
  /** Where the axis is labelled and how, if not by recharts' own choice: entries of `x`. */
  readonly ticks?: { readonly at: readonly number[]; readonly format: (x: number) => string } | null;
  readonly height: number;
  /** Vertical dashed lines with a word beside them. */
  readonly markers?: readonly { readonly x: number; readonly label: string }[];
}

const tipStyle = {
  border: '1px solid var(--line-strong)',
  borderRadius: 'var(--radius-m)',
  background: 'var(--raised)',
  boxShadow: 'var(--shadow)',
  fontSize: 12,
};

/**
 * Stacked series over an axis. The only importer of recharts: show it as `LazyChart`. What it gets must not grow with
 * the log.
 */
export default function Chart(props: ChartProps): React.JSX.Element {
  const { label, kind, x, series, formatX, formatY = formatCount, ticks, height, markers = [] } = props;
  const middle = x[Math.floor(x.length / 2)] ?? 0;
  const rows = x.map((at, index) => ({
    at,
    ...Object.fromEntries(series.map((s, n) => [`s${n}`, s.values[index] ?? 0])),
  }));
  const axis = { stroke: 'var(--line-strong)', tick: { fill: 'var(--faint)', fontSize: 11 }, tickLine: false };
  const parts = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis
      key="x"
      dataKey="at"
      {...(kind === 'area' ? { type: 'number' as const, domain: ['dataMin', 'dataMax'] } : {})}
      {...(ticks ? { ticks: [...ticks.at] } : {})}
      tickFormatter={ticks?.format ?? formatX}
      minTickGap={ticks ? 12 : 48}
      {...axis}
    />,
    <YAxis key="y" width={52} allowDecimals={false} tickFormatter={formatY} {...axis} axisLine={false} />,
    <Tooltip
      key="tip"
      isAnimationActive={false}
      cursor={{ stroke: 'var(--line-strong)', fill: 'var(--hover)' }}
      labelFormatter={(at) => formatX(Number(at))}
      formatter={(value) => formatY(Number(value))}
      contentStyle={tipStyle}
    />,
    ...markers.map((marker, row) => (
      <ReferenceLine
        key={`m${marker.x}`}
        x={marker.x}
        stroke="var(--accent)"
        strokeDasharray="3 3"
        label={{
          value: marker.label,
          position: marker.x > middle ? 'insideTopRight' : 'insideTopLeft', // Towards the middle: there is room.
          fill: 'var(--accent)',
          fontSize: 11,
          offset: 6,
          dy: (row % 3) * 14, // Neighbours do not write over each other.
        }}
      />
    )),
  ];
  const shapes = series.map((s, n) => {
    const color = `var(--hue-${s.hue % 8})`;
    const shared = { dataKey: `s${n}`, name: s.label, stackId: 'all', isAnimationActive: false } as const;
    return kind === 'area' ? (
      <Area
        key={s.key}
        {...shared}
        type="linear"
        stroke={color}
        fill={color}
        fillOpacity={0.72}
        strokeWidth={1.5}
        dot={false}
      />
    ) : (
      <Bar key={s.key} {...shared} fill={color} />
    );
  });
  const margin = { top: 8, right: 16, bottom: 0, left: 0 };
  return (
    <div className="chart" role="img" aria-label={label} style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        {kind === 'area' ? (
          <AreaChart data={rows} margin={margin} accessibilityLayer={false}>
            {parts}
            {shapes}
          </AreaChart>
        ) : (
          <BarChart data={rows} margin={margin} accessibilityLayer={false} barCategoryGap={1} maxBarSize={72}>
            {parts}
            {shapes}
          </BarChart>
        )}
      </ResponsiveContainer>
    </div>
  );
}
