import './PanelHead.css';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** What a colleague would say about it. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** The first line of a view: its subject, a sentence about it, and what can be done. */
export function PanelHead({ title, children, actions }: Props): React.JSX.Element {
  return (
    <div className="panel-head">
      <h2>{title}</h2>
      <p>{children}</p>
      {actions && <div className="panel-head-actions">{actions}</div>}
    </div>
  );
}
