import type { StackBy, TimelineAxis } from '../../shared/model/timeline.ts';
import type { Bench, Draft, InspectorTab, PanelId, ViewState } from '../../shared/model/viewState.ts';

/** Everything that can happen to the view. Plain data, so that a test can replay it. */
export type ViewAction =
  | { readonly do: 'showPanel'; readonly panel: PanelId }
  /** `null` stands for the end, and follows it while the log grows. */
  | { readonly do: 'movePlayhead'; readonly ordinal: number | null }
  /** Goes to Explore with the playhead on an event: what every `#N` link does. */
  | { readonly do: 'showEvent'; readonly ordinal: number }
  | { readonly do: 'showRange'; readonly range: ViewState['range'] }
  | { readonly do: 'setAxis'; readonly axis: TimelineAxis }
  | { readonly do: 'stackBy'; readonly stackBy: StackBy }
  | { readonly do: 'squeezeIdle'; readonly squeezeIdle: boolean }
  | { readonly do: 'setQuery'; readonly query: string }
  | { readonly do: 'showTab'; readonly tab: InspectorTab }
  | { readonly do: 'useReducer'; readonly reducer: string }
  | { readonly do: 'pinPartition'; readonly partition: string | null }
  | { readonly do: 'useBranch'; readonly branch: string | null }
  | { readonly do: 'showSchemaType'; readonly schemaType: string | null }
  | { readonly do: 'draft'; readonly draft: Draft }
  | { readonly do: 'setSpeed'; readonly speed: number }
  /** The other point of a comparison with the playhead; shows the comparison. `null` ends it. */
  | { readonly do: 'setMark'; readonly ordinal: number | null }
  | { readonly do: 'showBench'; readonly bench: Bench | null }
  | { readonly do: 'showStateAs'; readonly stateAs: ViewState['stateAs'] }
  /** The state of one partition, and its tab: what a row of a table of partitions leads to. */
  | { readonly do: 'showPartition'; readonly partition: string }
  | { readonly do: 'restore'; readonly view: ViewState };
