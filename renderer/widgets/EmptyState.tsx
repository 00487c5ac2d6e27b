import './EmptyState.css';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** A sentence or two: why there is nothing, and what to do. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly tone?: 'plain' | 'good' | 'bad';
  readonly icon?: ReactNode;
}

/** What stands where there is nothing to show: no rows, no match, no answer. */
export function EmptyState({ title, children, action, tone = 'plain', icon }: Props): React.JSX.Element {
  return (
    <div className={`empty empty-${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {icon && <div className="empty-icon">{icon}</div>}
      <p className="empty-title">{title}</p>
      {children && <div className="empty-text">{children}</div>}
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}
