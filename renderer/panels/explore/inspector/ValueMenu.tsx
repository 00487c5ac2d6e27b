import { expressionOfPlace } from '../../../../shared/expression/path.ts';
import { useServices } from '../../../data/services.ts';
import { useCopy } from '../../../data/useCopy.ts';
import type { WholeText } from '../../../data/wholeText.ts';
import { Menu } from '../../../widgets/Menu.tsx';
import { useWatches } from '../tracks/useWatches.ts';

interface Props {
  /** The value: items of lists by their identity (`shared/statePath.ts`). */
  readonly place: string;
  /** Of whose state it is a value, and when. */
  readonly of: { readonly reducer: string; readonly partition: string; readonly ordinal: number };
  readonly at: { readonly x: number; readonly y: number };
  /** All of the value. */
  readonly whole: WholeText;
  readonly onShow: () => void;
  readonly onHistory: () => void;
  readonly onClose: () => void;
}

/** What can be done with a value of the state. */
export function ValueMenu({ place, of, at, whole, onShow, onHistory, onClose }: Props): React.JSX.Element {
  const { view, passing } = useServices();
  const watches = useWatches();
  const expression = expressionOfPlace(place);
  const copy = useCopy();
  return (
    <Menu
      label={`Value ${place}`}
      at={at}
      onClose={onClose}
      items={[
        { id: 'history', title: 'History of this value', shortcut: 'h', run: onHistory },
        { id: 'watch', title: 'Watch it under the timeline', run: () => watches.add(expression) },
        {
          id: 'bisect',
          title: 'Find when it was…',
          shortcut: 'f',
          run: () => {
            passing.dispatch({ condition: `${expression} ` });
            view.dispatch({ do: 'showBench', bench: 'bisect' });
          },
        },
        { id: 'show', title: 'Show it as text', begins: true, run: onShow },
        { id: 'copy-value', title: 'Copy it, all of it', run: () => void copy(`the value of ${place}`, whole) },
        {
          id: 'bookmark',
          title: 'Bookmark this value…',
          begins: true,
          run: () => passing.dispatch({ dialog: { kind: 'bookmark', place: { kind: 'field', ...of, path: place } } }),
        },
        { id: 'copy', title: 'Copy its path', run: () => void copy(`the path ${place}`, place) },
      ]}
    />
  );
}
