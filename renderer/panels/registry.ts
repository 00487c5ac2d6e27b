import { type ComponentType, lazy } from 'react';
import type { PanelId } from '../../shared/model/viewState.ts';

export interface Panel {
  readonly id: PanelId;
  readonly title: string;
  readonly Component: ComponentType;
}

const explore = async () => ({ default: (await import('./explore/ExplorePanel.tsx')).ExplorePanel });

/** Fetches the code of the view that a store opens with, so that it is there when the first events are. */
export const fetchFirstPanel = (): void => {
  explore().catch(() => undefined); // Asked for again when it is shown: the failure shows itself there.
};

/** The views, in the order of their tabs. Tab, key, menu entry and error boundary follow from this list. */
export const panels: readonly Panel[] = [
  {
    id: 'explore',
    title: 'Explore',
    Component: lazy(explore),
  },
  {
    id: 'schema',
    title: 'Schema',
    Component: lazy(async () => ({ default: (await import('./schema/SchemaPanel.tsx')).SchemaPanel })),
  },
  {
    id: 'integrity',
    title: 'Integrity',
    Component: lazy(async () => ({ default: (await import('./integrity/IntegrityPanel.tsx')).IntegrityPanel })),
  },
  {
    id: 'consistency',
    title: 'Consistency',
    Component: lazy(async () => ({ default: (await import('./consistency/ConsistencyPanel.tsx')).ConsistencyPanel })),
  },
  {
    id: 'report',
    title: 'Report',
    Component: lazy(async () => ({ default: (await import('./report/ReportPanel.tsx')).ReportPanel })),
  },
];
