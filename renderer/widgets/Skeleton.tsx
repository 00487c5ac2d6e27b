import './Skeleton.css';

/** Grey rows where data will stand. They appear only after 150 ms, so that what is quick does not flicker. */
export function Skeleton({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }): React.JSX.Element {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={row} className="skeleton-row" style={{ width: `${88 - ((row * 37) % 46)}%` }} />
      ))}
    </div>
  );
}
