/** A thing the person can do, with one name and one shortcut everywhere: palette, keys sheet, native menu. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: 'Store' | 'View' | 'State' | 'Playhead' | 'Timeline' | 'Find' | 'Event' | 'What if' | 'Help';
  /** `KeyboardEvent.key` values; `Mod` is Ctrl, or Cmd on macOS. Several shortcuts may do the same. */
  readonly keys: readonly string[];
}

/** The app-wide commands. The keys sheet and the menus are made from this list, so they cannot lie. */
export const commands = [
  { id: 'store.open', title: 'Open store…', group: 'Store', keys: ['Mod+o'] },
  { id: 'store.openFolder', title: 'Open folder…', group: 'Store', keys: ['Mod+Shift+o'] },
  { id: 'store.map', title: 'Map by hand…', group: 'Store', keys: [] },
  { id: 'store.close', title: 'Close store', group: 'Store', keys: ['Mod+Shift+w'] },
  { id: 'report.export', title: 'Export report…', group: 'Store', keys: ['Mod+e'] },
  { id: 'store.encodings', title: 'Payload encodings…', group: 'Store', keys: [] },
  { id: 'cache.clear', title: 'Clear kept indexes and snapshots', group: 'Store', keys: [] },
  { id: 'view.explore', title: 'Explore', group: 'View', keys: ['1'] },
  { id: 'view.schema', title: 'Schema', group: 'View', keys: ['2'] },
  { id: 'view.integrity', title: 'Integrity', group: 'View', keys: ['3'] },
  { id: 'view.consistency', title: 'Consistency', group: 'View', keys: ['4'] },
  { id: 'view.report', title: 'Report', group: 'View', keys: ['5'] },
  { id: 'view.theme', title: 'Switch light and dark', group: 'View', keys: [] },
  { id: 'view.timeZone', title: 'Switch UTC and local time', group: 'View', keys: [] },
  { id: 'state.partitions', title: 'Table of all partitions', group: 'State', keys: ['t'] },
  { id: 'state.bisect', title: 'Find when a condition held (bisect)', group: 'State', keys: ['f'] },
  { id: 'state.watch', title: 'Watch an expression', group: 'State', keys: ['v'] },
  { id: 'state.history', title: 'History of the value', group: 'State', keys: ['h'] },
  { id: 'state.blame', title: 'Blame: the event behind each value', group: 'State', keys: ['g'] },
  { id: 'state.mark', title: 'Compare with this point', group: 'State', keys: ['m'] },
  { id: 'state.unmark', title: 'End the comparison', group: 'State', keys: ['Shift+M'] },
  { id: 'projection.edit', title: 'Write a projection', group: 'State', keys: ['r'] },
  { id: 'projection.form', title: 'Write a projection with a form…', group: 'State', keys: [] },
  { id: 'projection.apply', title: 'Apply the projection', group: 'State', keys: ['Mod+Enter'] },
  { id: 'projection.save', title: 'Save the projection…', group: 'State', keys: ['Mod+s'] },
  { id: 'state.snapshots', title: 'Snapshots of this stream…', group: 'State', keys: ['Shift+S'] },
  { id: 'playhead.back', title: 'Step back', group: 'Playhead', keys: ['ArrowLeft'] },
  { id: 'playhead.forward', title: 'Step forward', group: 'Playhead', keys: ['ArrowRight'] },
  { id: 'playhead.backTen', title: 'Ten back', group: 'Playhead', keys: ['Shift+ArrowLeft'] },
  { id: 'playhead.forwardTen', title: 'Ten forward', group: 'Playhead', keys: ['Shift+ArrowRight'] },
  { id: 'playhead.start', title: 'Jump to start', group: 'Playhead', keys: ['Home'] },
  { id: 'playhead.end', title: 'Jump to end', group: 'Playhead', keys: ['End'] },
  { id: 'playhead.play', title: 'Play or pause', group: 'Playhead', keys: ['Space'] },
  { id: 'playhead.nextFinding', title: 'Next finding', group: 'Playhead', keys: ['e'] },
  { id: 'playhead.previousFinding', title: 'Previous finding', group: 'Playhead', keys: ['Shift+E'] },
  { id: 'playhead.nextCorrelated', title: 'Next event of the same correlation', group: 'Playhead', keys: ['o'] },
  {
    id: 'playhead.previousCorrelated',
    title: 'Previous event of the same correlation',
    group: 'Playhead',
    keys: ['Shift+O'],
  },
  { id: 'timeline.zoomIn', title: 'Zoom in', group: 'Timeline', keys: ['w', '+'] },
  { id: 'timeline.zoomOut', title: 'Zoom out', group: 'Timeline', keys: ['s', '-'] },
  { id: 'timeline.panLeft', title: 'Pan left', group: 'Timeline', keys: ['a'] },
  { id: 'timeline.panRight', title: 'Pan right', group: 'Timeline', keys: ['d'] },
  { id: 'timeline.all', title: 'Show all', group: 'Timeline', keys: ['0'] },
  { id: 'find.filter', title: 'Filter events', group: 'Find', keys: ['/'] },
  { id: 'find.palette', title: 'Command palette', group: 'Find', keys: ['Mod+k'] },
  { id: 'bookmark.set', title: 'Bookmark…', group: 'Event', keys: ['b'] },
  { id: 'bookmark.list', title: 'All bookmarks', group: 'Event', keys: ['Shift+B'] },
  { id: 'event.causation', title: 'Causes and effects', group: 'Event', keys: ['c'] },
  { id: 'branch.drop', title: 'What if this event had not happened?', group: 'What if', keys: ['x'] },
  { id: 'branch.edit', title: 'What if it had been different?…', group: 'What if', keys: [] },
  { id: 'branch.insert', title: 'What if another had followed?…', group: 'What if', keys: [] },
  { id: 'branch.move', title: 'What if it had come at another time?…', group: 'What if', keys: [] },
  { id: 'branch.putRight', title: 'Put it right…', group: 'What if', keys: ['p'] },
  { id: 'branch.begin', title: 'New branch', group: 'What if', keys: [] },
  { id: 'branch.next', title: 'Next branch', group: 'What if', keys: [] },
  { id: 'branch.export', title: 'Export the branch…', group: 'What if', keys: [] },
  { id: 'branch.leave', title: 'Back to reality', group: 'What if', keys: [] },
  { id: 'help.keys', title: 'All keys', group: 'Help', keys: ['?'] },
] as const satisfies readonly Command[];

export type CommandId = (typeof commands)[number]['id'];
