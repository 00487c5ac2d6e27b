import { useEffect, useState } from 'react';
import { useServices } from './services.ts';

/**
 * The value as it was when it last stood still for `ms` milliseconds: what is being typed is not worth an answer. The
 * page counts as busy until then.
 */
export function useSettled<T>(value: T, ms: number): T {
  const { idle } = useServices();
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (Object.is(value, settled)) return;
    const end = idle.busy();
    const timer = setTimeout(() => {
      setSettled(value);
      end();
    }, ms);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [value, settled, ms, idle]);
  return settled;
}
