import { useMemo } from 'react';
import { asInspectorError } from '../../data/asInspectorError.ts';
import { askOnce } from '../../data/askOnce.ts';
import { useSession } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { useChecks } from '../../data/useChecks.ts';
import { useCommand } from '../../data/useCommand.ts';
import { findingOrdinals } from './timeline/marks.ts';

/** `e E` to the next and previous finding, `o O` along the events of one correlation. */
export function useFindingSteps(playhead: number): void {
  const { view, passing } = useServices();
  const requests = useSession((session) => session.requests);
  const report = useChecks().data;
  const findings = useMemo(() => (report ? findingOrdinals(report) : []), [report]);

  const goTo = (ordinal: number | undefined, otherwise: string): void => {
    if (ordinal === undefined) passing.dispatch({ message: otherwise });
    else view.dispatch({ do: 'movePlayhead', ordinal });
  };
  const goToCorrelated = async (direction: 1 | -1): Promise<void> => {
    if (!requests || playhead < 0) return;
    try {
      const { ordinals } = await askOnce(requests, 'events.correlated', { ordinal: playhead });
      const found = direction === 1 ? ordinals.find((o) => o > playhead) : ordinals.findLast((o) => o < playhead);
      goTo(found, `There is no ${direction === 1 ? 'later' : 'earlier'} event of this correlation.`);
    } catch (error) {
      passing.dispatch({ message: asInspectorError(error).message });
    }
  };
  useCommand('playhead.nextFinding', () =>
    goTo(
      findings.find((o) => o > playhead),
      'There is no finding after this point.',
    ),
  );
  useCommand('playhead.previousFinding', () =>
    goTo(
      findings.findLast((o) => o < playhead),
      'There is no finding before this point.',
    ),
  );
  useCommand('playhead.nextCorrelated', () => void goToCorrelated(1));
  useCommand('playhead.previousCorrelated', () => void goToCorrelated(-1));
}
