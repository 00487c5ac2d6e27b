import { useState } from 'react';
import { Button } from './Button.tsx';

interface Props {
  /** What it does, e.g. `Remove`. */
  readonly title: string;
  /** What is asked before it is done: `Remove the branch?` */
  readonly question: string;
  readonly onConfirm: () => void;
}

/** A button whose first press only asks; leaving it takes the question back. */
export function ConfirmButton({ title, question, onConfirm }: Props): React.JSX.Element {
  const [asked, setAsked] = useState(false);
  return (
    <Button
      look="pill"
      onBlur={() => setAsked(false)}
      onClick={() => {
        if (asked) onConfirm();
        setAsked(!asked);
      }}
    >
      {asked ? question : title}
    </Button>
  );
}
