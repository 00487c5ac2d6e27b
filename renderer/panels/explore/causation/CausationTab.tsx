import './CausationTab.css';
import { plural } from '../../../../shared/format.ts';
import { hueOf } from '../../../../shared/hue.ts';
import type { Causation } from '../../../../shared/model/causation.ts';
import { useLog } from '../../../data/hooks.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { nameText } from '../../../state/nameText.ts';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import { endText, treeLines } from './causationRows.ts';
import { Swimlane } from './Swimlane.tsx';

/** Effects and correlated events that are shown. */
const limit = 300;
/** Levels beyond this one are not indented any further. */
const deepest = 9;

/** What caused the event at the playhead, what it caused, and the conversation that it belongs to. */
export function CausationTab({ ordinal }: { ordinal: number }): React.JSX.Element {
  const { events } = useLog();
  const { data, error, progress } = useRequest('causation.of', { ordinal, limit }, { refreshOn: events });
  if (error) return <Failure title="The causes cannot be followed" error={error} />;
  if (!data) return <Working label="Following causes and effects" progress={progress} />;
  if (data.eventId === null && data.causationId === null && data.correlationId === null) {
    return (
      <EmptyState title="Nothing links this event">
        It records neither an id, nor a cause, nor a correlation: nothing says what belongs to it.
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="causation" tabIndex={0} aria-label="Causation">
      <Tree causation={data} />
      {data.correlation === null ? (
        <p className="causation-note">It has no correlation id.</p>
      ) : (
        <Swimlane correlation={data.correlation} id={data.correlationId!} ordinal={ordinal} />
      )}
    </section>
  );
}

function Tree({ causation }: { causation: Causation }): React.JSX.Element {
  const { nodes, chainEnd, sharedIds, circles, ordinal } = causation;
  const end = endText(chainEnd);
  const effects = nodes.filter(({ depth }) => depth > 0).length;
  const causes = nodes.filter(({ depth }) => depth < 0).length;
  return (
    <>
      <h3>
        {causes === 0 ? 'No cause in this log' : plural(causes, 'cause')},{' '}
        {effects === 0 ? 'no effect' : plural(effects, 'effect')}
      </h3>
      {end !== null && <p className="causation-missing">{end}</p>}
      <ul className="causation-tree" aria-label="Causes and effects">
        {treeLines(causation).map(({ node, level, delay }) => (
          <li
            key={node.event.ordinal}
            className={node.event.ordinal === ordinal ? 'causation-here' : undefined}
            aria-current={node.event.ordinal === ordinal}
            style={{ paddingLeft: 16 + 14 * Math.min(level, deepest) }}
          >
            <i className="dot" style={{ background: `var(--hue-${hueOf(node.event.type)})` }} />
            <PlayheadLink ordinal={node.event.ordinal} type={nameText(node.event.type)} />
            <span className="causation-stream truncate" title={node.event.streamId}>
              {nameText(node.event.streamId)}
            </span>
            <span className="causation-delay">{delay}</span>
            {node.cut > 0 && <span className="causation-cut">and {plural(node.cut, 'more effect')}, not shown</span>}
          </li>
        ))}
      </ul>
      {sharedIds.map(({ id, events }) => (
        <p key={id} className="causation-note">
          {plural(events, 'event')} have the id {id}; the last one before its effect was taken.
        </p>
      ))}
      {circles.map(({ from, to }) => (
        <p key={`${from} ${to}`} className="causation-note">
          #{from} is also said to have caused #{to}: a circle, not followed again.
        </p>
      ))}
    </>
  );
}
