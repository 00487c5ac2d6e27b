/**
 * Up and down move among the rows of a list that is a single stop for Tab. The rows are those in the page: a virtual
 * list draws a few more than are seen, so that there is always a next one, and scrolls to what gets the focus.
 */
export function moveAmongFacets(event: React.KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.facet-main')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by]?.focus();
}
