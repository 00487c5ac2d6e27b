import { useEffect } from 'react';
import { commands as allCommands, type CommandId } from '../../shared/commands.ts';
import { useServices } from '../data/services.ts';
import { panels } from '../panels/registry.ts';
import { shownTheme } from '../state/settings.ts';
import { clearedText } from './clearedText.ts';
import { commandOfKey } from './keys.ts';

const isCommandId = (id: string): id is CommandId => allCommands.some((command) => command.id === id);

/** Where letters are text, not commands. */
const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type)));

/** Carries out what belongs to the whole window, and turns keys and the native menu into commands. */
export function useAppCommands(): void {
  const services = useServices();
  useEffect(() => {
    const { commands, session, view, settings, passing, host } = services;
    const whenOpen = (run: () => void) => (): void => {
      if (session.get().phase === 'open') run();
    };
    const undo = [
      commands.register('store.open', () => void session.pick()),
      commands.register('store.openFolder', () => void session.pick('folder')),
      commands.register('store.map', () => void session.map()),
      commands.register(
        'report.export',
        whenOpen(() => {
          view.dispatch({ do: 'showPanel', panel: 'report' });
          passing.dispatch({ exporting: true });
        }),
      ),
      commands.register(
        'projection.edit',
        whenOpen(() => view.dispatch({ do: 'showBench', bench: 'projection' })),
      ),
      commands.register(
        'projection.form',
        whenOpen(() => {
          view.dispatch({ do: 'showBench', bench: 'projection' });
          passing.dispatch({ dialog: 'projectionForm' });
        }),
      ),
      commands.register(
        'state.snapshots',
        whenOpen(() => {
          view.dispatch({ do: 'showPanel', panel: 'explore' });
          passing.dispatch({ dialog: 'snapshots' });
        }),
      ),
      commands.register('cache.clear', () => {
        session.clearKept().then((cleared) => passing.dispatch({ message: clearedText(cleared) }), session.fail);
      }),
      commands.register('view.theme', () => {
        const dark = matchMedia('(prefers-color-scheme: dark)').matches;
        settings.dispatch({ theme: shownTheme(settings.get().theme, dark) === 'dark' ? 'light' : 'dark' });
      }),
      commands.register('view.timeZone', () =>
        settings.dispatch({ timeZone: settings.get().timeZone === 'utc' ? 'local' : 'utc' }),
      ),
      commands.register('find.palette', () =>
        passing.dispatch({ dialog: passing.get().dialog === 'palette' ? null : 'palette' }),
      ),
      commands.register('help.keys', () => passing.dispatch({ dialog: 'keys' })),
      commands.register('store.close', () => session.close()),
      ...panels.map((panel) =>
        commands.register(
          `view.${panel.id}`,
          whenOpen(() => view.dispatch({ do: 'showPanel', panel: panel.id })),
        ),
      ),
    ];
    host.onCommand((id) => void (isCommandId(id) && commands.run(id)));

    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const id = commandOfKey(event);
      if (id === null) return;
      const bare = !event.ctrlKey && !event.metaKey;
      // The editor of code is in a shadow tree: outside, its host is the target.
      const isTyping = takesText(event.composedPath()[0] ?? event.target);
      if (bare && (isTyping || passing.get().dialog !== null || session.get().mapping !== null)) return;
      // Space and Enter press the button that has the focus.
      if (event.key === ' ' && (event.target as Element).closest?.('button, a, summary, [role="treeitem"]')) return;
      if (commands.run(id)) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => {
      removeEventListener('keydown', onKeyDown);
      for (const release of undo) release();
    };
  }, [services]);
}
