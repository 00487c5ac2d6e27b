import { type ComponentType, lazy } from 'react';
import type { PanelId } from '../../shared/model/viewState.ts';
import { ExplorePanel } from './explore/ExplorePanel.tsx';

export interface Panel {
  readonly id: PanelId;
  readonly title: string;
  readonly Component: ComponentType;
}

/**
 * The views, in the order of their tabs. Tab, key, menu entry and error boundary follow from this list. The first one
 * comes with the page: fetched when a store opens it would be shown 300 ms late, since React holds back what follows a
 * fallback for so long.
 */
export const panels: readonly Panel[] = [
  {
    id: 'explore',
    title: 'Explore',
    Component: ExplorePanel,
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
