/** The mark of the application: a loupe over the here-colour. */
export function Mark({ size = 21 }: { size?: number }): React.JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6" fill="var(--accent-soft)" />
      <circle cx="10.6" cy="10.6" r="4.6" fill="none" stroke="var(--accent)" strokeWidth="2" />
      <path d="M14.2 14.2 18 18" stroke="var(--accent)" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  );
}
