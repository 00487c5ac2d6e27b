import './SeverityMark.css';
import { CircleCheck, Info, OctagonX, TriangleAlert } from 'lucide-react';
import type { Severity } from '../../shared/model/finding.ts';

const shapes = { error: OctagonX, warning: TriangleAlert, notice: Info, none: CircleCheck };

interface Props {
  readonly severity: Severity | 'none';
  /** The word beside the shape; the severity itself when left out. */
  readonly children?: React.ReactNode;
}

/** How grave something is: a shape, a word and a colour. */
export function SeverityMark({ severity, children }: Props): React.JSX.Element {
  const Shape = shapes[severity];
  return (
    <span className={`severity severity-${severity}`}>
      <Shape size={14} aria-hidden="true" />
      {children ?? severity}
    </span>
  );
}
