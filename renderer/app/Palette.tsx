import './Palette.css';
import { useEffect, useRef, useState } from 'react';
import { asInspectorError } from '../data/asInspectorError.ts';
import { askOnce } from '../data/askOnce.ts';
import { useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { shortcutText } from './keys.ts';
import { type PaletteItem, paletteItems } from './paletteItems.ts';

/** Every command by name, and every point of the log by its number or time. */
export function Palette(): React.JSX.Element {
  const { commands, passing, view } = useServices();
  const requests = useSession((session) => session.requests);
  const hasLog = useSession((session) => session.phase === 'open');
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = paletteItems(text, commands.has, hasLog);
  const close = (): void => passing.dispatch({ dialog: null });
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const choose = async (item: PaletteItem): Promise<void> => {
    const { action } = item;
    if (action.kind === 'command') {
      close();
      // After the dialog has given the focus back: a command may move it.
      setTimeout(() => commands.run(action.id));
      return;
    }
    try {
      const point = await askOnce(requests!, 'log.point', { point: action.point });
      close();
      view.dispatch({ do: 'showEvent', ordinal: point?.ordinal ?? 0 });
    } catch (error) {
      setProblem(asInspectorError(error).message);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && items.length > 0) {
      event.preventDefault();
      setActive((active + by + items.length) % items.length);
    } else if (event.key === 'Enter' && items[active]) {
      event.preventDefault();
      void choose(items[active]);
    }
  };
  return (
    <Dialog label="Command palette" className="palette" onClose={close}>
      <input
        autoFocus
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={items[active] ? `palette-${items[active].id}` : undefined}
        placeholder={hasLog ? 'A command, or a point: #241, 242, 2026-03-03T09:14' : 'A command'}
        spellCheck={false}
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setProblem(null);
        }}
      />
      {problem && (
        <p className="palette-problem" role="alert">
          {problem}
        </p>
      )}
      <div ref={list} id="palette-list" className="palette-list" role="listbox" aria-label="Commands">
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above answers the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the box above names its active option
          <div
            key={item.id}
            id={`palette-${item.id}`}
            role="option"
            aria-selected={index === active}
            className="palette-item"
            onPointerMove={() => setActive(index)}
            onClick={() => void choose(item)}
          >
            <span className="palette-group">{item.group}</span>
            <span className="palette-title">{item.title}</span>
            {item.keys.map((keys) => (
              <kbd key={keys}>{shortcutText(keys)}</kbd>
            ))}
          </div>
        ))}
      </div>
      {items.length === 0 && <p className="palette-none">No command is called that.</p>}
    </Dialog>
  );
}
