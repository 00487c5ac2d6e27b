import './Menu.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly title: string;
  /** A key that does the same. */
  readonly shortcut?: string;
  /** A line above it. */
  readonly begins?: boolean;
  readonly run: () => void;
}

interface Props {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Where it opens, in pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

/** A menu at a point: arrow keys move, Enter chooses, Escape and a press elsewhere close it. Gives the focus back. */
export function Menu({ label, items, at, onClose }: Props): React.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(at);
  useLayoutEffect(() => {
    const { width, height } = box.current!.getBoundingClientRect();
    setPlace({ x: Math.min(at.x, innerWidth - width - 8), y: Math.min(at.y, innerHeight - height - 8) });
  }, [at]);
  useEffect(() => {
    const before = document.activeElement;
    box.current!.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    return () => {
      // What an item opened may have the focus by now.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const move = (event: React.KeyboardEvent): void => {
    const all = [...box.current!.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    const here = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
    } else if (to !== undefined) {
      event.preventDefault();
      all[to % all.length]!.focus();
    }
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the menu closes it; Escape is its key */}
      <div
        className="menu-beside"
        onPointerDown={onClose}
        onContextMenu={(event) => {
          event.preventDefault();
          onClose();
        }}
      />
      <div
        ref={box}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        className="menu"
        style={{ left: place.x, top: place.y }}
        onKeyDown={move}
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={item.begins ? 'menu-begins' : undefined}
            onClick={() => {
              onClose();
              item.run();
            }}
          >
            <span>{item.title}</span>
            {item.shortcut !== undefined && <kbd>{item.shortcut}</kbd>}
          </button>
        ))}
      </div>
    </>
  );
}
