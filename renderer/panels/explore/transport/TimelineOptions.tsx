import { SquareDashedMousePointer, Table2 } from 'lucide-react';
import { memo } from 'react';
import type { StackBy } from '../../../../shared/model/timeline.ts';
import { useLog, usePassing, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Select } from '../../../widgets/Select.tsx';

interface Props {
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
}

const noTimes = 'No event of this log has a recorded time: the timeline shows positions';

/** How the timeline is drawn, and what dragging over it does. Memoised: see `TransportButtons`. */
export const TimelineOptions = memo(function TimelineOptions({ asTable, onAsTable }: Props): React.JSX.Element {
  const { view, passing } = useServices();
  const { summary } = useLog();
  const dragSelects = usePassing((p) => p.dragSelects);
  const stackBy = useView((v) => v.stackBy);
  const squeezeIdle = useView((v) => v.squeezeIdle);
  const axis = useView((v) => v.axis);
  const hasTimes = summary.firstRecordedAt !== null;
  return (
    <div className="transport-options">
      <Select<StackBy>
        label="stacked by"
        showLabel
        value={stackBy}
        options={[
          { value: 'type', title: 'type' },
          { value: 'category', title: 'category' },
          { value: 'schemaVersion', title: 'schema version' },
        ]}
        onChange={(value) => view.dispatch({ do: 'stackBy', stackBy: value })}
      />
      <Button
        look="pill"
        aria-pressed={axis === 'ordinal' || !hasTimes}
        disabled={!hasTimes}
        title={hasTimes ? 'Lay events out by their position instead of their time' : noTimes}
        onClick={() => view.dispatch({ do: 'setAxis', axis: axis === 'time' ? 'ordinal' : 'time' })}
      >
        by position
      </Button>
      <Button
        look="pill"
        aria-pressed={squeezeIdle && axis === 'time' && hasTimes}
        disabled={axis === 'ordinal' || !hasTimes}
        title={hasTimes ? 'Cut out long times in which nothing happened' : noTimes}
        onClick={() => view.dispatch({ do: 'squeezeIdle', squeezeIdle: !squeezeIdle })}
      >
        idle squeezed
      </Button>
      <Button
        look="pill"
        aria-pressed={dragSelects}
        title="Drag over the timeline to filter a range of events instead of zooming (or hold Shift)"
        onClick={() => passing.dispatch({ dragSelects: !dragSelects })}
      >
        <SquareDashedMousePointer size={13} aria-hidden="true" />
        <span className="transport-word">drag selects</span>
      </Button>
      <Button look="pill" aria-pressed={asTable} onClick={() => onAsTable(!asTable)}>
        <Table2 size={13} aria-hidden="true" />
        <span className="transport-word">Show as table</span>
      </Button>
    </div>
  );
});
