import { formatCount, formatShare, formatSpan } from '../../../shared/format.ts';
import type { Checkpoint } from '../../../shared/model/store.ts';
import { useLog, usePlayhead } from '../../data/hooks.ts';
import { EventLink } from '../../widgets/EventLink.tsx';
import { SeverityMark } from '../../widgets/SeverityMark.tsx';
import { byLag, lagText, shareRead } from './tracks.ts';

const percent = (share: number): string => `${share * 100}%`;

/** Each consumer on a track as long as the log: its own table twin, since the numbers stand beside the track. */
export function CheckpointTable({ checkpoints }: { readonly checkpoints: readonly Checkpoint[] }): React.JSX.Element {
  const { events } = useLog();
  const playhead = usePlayhead();
  return (
    <section className="card consistency-tracks" aria-labelledby="tracks-title">
      <div className="consistency-tracks-head">
        <h3 id="tracks-title">How far each has read</h3>
        <p>
          <i className="track-key-read" aria-hidden="true" /> read
          <i className="track-key-left" aria-hidden="true" /> not read yet
          <i className="track-key-here" aria-hidden="true" /> playhead
        </p>
      </div>
      <table className="consistency-table" aria-labelledby="tracks-title">
        <thead>
          <tr>
            <th scope="col">Consumer</th>
            <th scope="col" className="consistency-track-column">
              Log, first event to last
            </th>
            <th scope="col" className="consistency-number">
              Read
            </th>
            <th scope="col" className="consistency-number">
              Behind
            </th>
            <th scope="col" className="consistency-number">
              In time
            </th>
            <th scope="col" className="consistency-number">
              Position
            </th>
            <th scope="col">Last read</th>
            <th scope="col">Next to read</th>
          </tr>
        </thead>
        <tbody>
          {byLag(checkpoints).map((checkpoint) => {
            const share = shareRead(checkpoint.ordinal, events);
            return (
              <tr key={checkpoint.consumer}>
                <th scope="row">{checkpoint.consumer}</th>
                <td>
                  <div
                    className="track"
                    role="img"
                    aria-label={`${checkpoint.consumer} is ${lagText(checkpoint)}`}
                    title={lagText(checkpoint)}
                  >
                    <div className="track-read" style={{ width: percent(share) }} />
                    <div className="track-here" style={{ left: percent(shareRead(playhead, events)) }} />
                  </div>
                </td>
                <td className="consistency-number">{formatShare(checkpoint.ordinal + 1, events)}</td>
                <td className="consistency-number">
                  {checkpoint.behind === 0 ? (
                    <SeverityMark severity="none">at the head</SeverityMark>
                  ) : (
                    formatCount(checkpoint.behind)
                  )}
                </td>
                <td className="consistency-number">
                  {checkpoint.behindMicros === null || checkpoint.behind === 0
                    ? '–'
                    : formatSpan(checkpoint.behindMicros)}
                </td>
                <td className="consistency-number">{checkpoint.globalPosition}</td>
                <td>{checkpoint.ordinal < 0 ? 'nothing yet' : <EventLink ordinal={checkpoint.ordinal} />}</td>
                <td>{checkpoint.ordinal + 1 < events ? <EventLink ordinal={checkpoint.ordinal + 1} /> : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
