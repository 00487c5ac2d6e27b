import { type CommandId, commands } from '../../shared/commands.ts';

/** The parts of a key press that matter; a `KeyboardEvent` has them. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Every way a press may be written in the command list: `Mod+k`, `Shift+ArrowLeft`, `?`. */
function spellings(press: KeyPress): string[] {
  const key = press.key === ' ' ? 'Space' : press.key;
  const mod = press.ctrlKey || press.metaKey ? 'Mod+' : '';
  const plain = key.length === 1 && mod !== '' ? key.toLowerCase() : key;
  // A character that Shift makes (`?`, `+`) stands for itself; a letter or a named key names its Shift.
  return press.shiftKey ? [`${mod}Shift+${plain}`, `${mod}${plain}`] : [`${mod}${plain}`];
}

const isLetterOrNamed = (spelling: string): boolean => /(^|\+)([a-z]|[A-Z]\w+)$/.test(spelling);

/** The command a key press means, or `null`. */
export function commandOfKey(press: KeyPress): CommandId | null {
  if (press.altKey) return null;
  const [exact, withoutShift] = spellings(press);
  for (const command of commands) {
    const keys = command.keys as readonly string[];
    if (keys.includes(exact!)) return command.id;
    if (withoutShift !== undefined && !isLetterOrNamed(withoutShift) && keys.includes(withoutShift)) return command.id;
  }
  return null;
}

const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

const names: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

/** A shortcut for a person: `Ctrl K`, `⌘ K`, `Shift ←`. */
export function shortcutText(keys: string, mac = isMac()): string {
  return keys
    .split(/\+(?=.)/)
    .map((part) => {
      if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
      return names[part] ?? (part.length === 1 && keys.includes('Mod') ? part.toUpperCase() : part);
    })
    .join(' ');
}
