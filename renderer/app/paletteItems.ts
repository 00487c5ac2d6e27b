import { type CommandId, commands } from '../../shared/commands.ts';

export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly keys: readonly string[];
  readonly action:
    | { readonly kind: 'command'; readonly id: CommandId }
    | { readonly kind: 'point'; readonly point: string };
}

const pointPattern = /^(#?\d+|\d{4}-\d{2}.*|start|end)$/i;

/**
 * How well `text` fits `title`: 0 begins with it, 1 a word begins with it, 2 its letters in order; `null` not at all.
 */
export function rankOf(title: string, text: string): number | null {
  const name = title.toLowerCase();
  const wanted = text.toLowerCase();
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  let at = 0;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return null;
  }
  return 2;
}

/** What the palette offers for a text: a point of the log to go to, then the commands that fit best. Pure. */
export function paletteItems(text: string, isOffered: (id: CommandId) => boolean, hasLog: boolean): PaletteItem[] {
  const wanted = text.trim();
  const items: PaletteItem[] = [];
  if (hasLog && pointPattern.test(wanted)) {
    const title = `Go to ${/^\d+$/.test(wanted) ? `position ${wanted}` : wanted}`;
    items.push({ id: 'point', title, group: 'Playhead', keys: [], action: { kind: 'point', point: wanted } });
  }
  const fitting = commands
    .filter((command) => isOffered(command.id))
    .map((command) => ({
      command,
      rank: rankOf(command.title, wanted) ?? rankOf(`${command.group} ${command.title}`, wanted),
    }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => a.rank! - b.rank!);
  for (const { command } of fitting) {
    const { id, title, group, keys } = command;
    items.push({ id, title, group, keys, action: { kind: 'command', id } });
  }
  return items;
}
