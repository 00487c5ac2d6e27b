import './KeysSheet.css';
import { X } from 'lucide-react';
import { type Command, commands } from '../../shared/commands.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { shortcutText } from './keys.ts';

const groups = [...new Set(commands.map((command) => command.group))];

/** Mouse gestures have no command; they are listed here so that somebody finds them. */
const gestures: readonly [what: string, how: string][] = [
  ['Move the playhead', 'click the timeline, drag the ruler'],
  ['Zoom to a range', 'drag over the density'],
  ['Filter a range', 'Shift + drag'],
  ['Zoom at the pointer', 'wheel'],
  ['Pan', 'Shift + wheel, drag the strip above'],
  ['Show all', 'double click'],
  ['Leave out a type or stream', 'the minus beside it, or Shift + Enter on it'],
];

/** All keys, made from the command list, so it cannot lie. */
export function KeysSheet(): React.JSX.Element {
  const { passing } = useServices();
  const close = (): void => passing.dispatch({ dialog: null });
  return (
    <Dialog label="All keys" className="keys" onClose={close}>
      <header>
        <h2>All keys</h2>
        <Button look="icon" aria-label="Close" onClick={close}>
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="keys-groups" tabIndex={0}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {(commands as readonly Command[])
                .filter((command) => command.group === group && command.keys.length > 0)
                .map((command) => (
                  <div key={command.id}>
                    <dt>{command.title.replace(/…$/, '')}</dt>
                    <dd>
                      {command.keys.map((keys) => (
                        <kbd key={keys}>{shortcutText(keys)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section aria-label="Mouse and lists">
          <h3>Mouse and lists</h3>
          <dl>
            {gestures.map(([what, how]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{how}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
