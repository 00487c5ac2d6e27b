import { useEffect, useState } from 'react';
import type { LogPoint } from '../../../../shared/model/event.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession } from '../../../data/hooks.ts';

interface Props {
  readonly label: string;
  readonly ordinal: number;
  readonly onMove: (ordinal: number) => void;
}

/** A point of the log as text: `#N`, a global position, a time, start or end. What is no point is said below it. */
export function PointField({ label, ordinal, onMove }: Props): React.JSX.Element {
  const requests = useSession((session) => session.requests);
  const written = `#${ordinal}`;
  const [text, setText] = useState(written);
  const [problem, setProblem] = useState<string | null>(null);
  const undo = (): void => {
    setText(written);
    setProblem(null);
  };
  useEffect(() => {
    setText(written);
    setProblem(null);
  }, [written]);
  const apply = async (): Promise<void> => {
    if (text.trim() === written || text.trim() === '') return undo();
    if (!requests) return;
    try {
      const point: LogPoint | null = await askOnce(requests, 'log.point', { point: text });
      if (point === null) {
        throw new InspectorError('bad-point', `There is no event at or before ${text.trim()}.`, {
          advice: 'The log begins later: write start for its first event.',
        });
      }
      undo();
      onMove(point.ordinal);
    } catch (error) {
      const { message, data } = asInspectorError(error);
      setProblem(data?.advice ? `${message} ${data.advice}` : message);
    }
  };
  return (
    <>
      <input
        className="compare-field mono"
        aria-label={label}
        title="#N, a global position, a time such as 2025-03-02T10:11, start or end"
        aria-invalid={problem !== null}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => void apply()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void apply();
          else if (event.key === 'Escape') undo();
        }}
      />
      {problem && (
        <span className="compare-problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
