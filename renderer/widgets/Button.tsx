import './Button.css';
import type { ButtonHTMLAttributes, Ref } from 'react';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once per screen; `quiet` has no frame; `icon` is square and needs `aria-label`. */
  readonly look?: 'plain' | 'primary' | 'quiet' | 'icon' | 'pill';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'plain', className = '', ...rest }: Props): React.JSX.Element {
  return <button type="button" className={`button button-${look} ${className}`} {...rest} />;
}
