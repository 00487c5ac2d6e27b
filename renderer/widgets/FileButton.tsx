import { type ComponentProps, useRef } from 'react';
import { Button } from './Button.tsx';

interface Props extends Omit<ComponentProps<typeof Button>, 'onClick'> {
  /** What is chosen, as the name of the field behind the button: `Edits file`. */
  readonly file: string;
  /** Endings of files, as `accept` of an input. */
  readonly accept: string;
  onFile(file: File): void;
}

/** A button at which the person chooses a file, the same one again if they like. */
export function FileButton({ file, accept, onFile, ...button }: Props): React.JSX.Element {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => chooser.current?.click()} />
      <input
        ref={chooser}
        type="file"
        accept={accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={file}
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          target.value = '';
          if (chosen) onFile(chosen);
        }}
      />
    </>
  );
}
