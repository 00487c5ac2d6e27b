import { useEffect, useRef } from 'react';
import type { CommandId } from '../../shared/commands.ts';
import { useServices } from './services.ts';

/** Carries out a command while the component is on screen. */
export function useCommand(id: CommandId, run: () => void): void {
  const { commands } = useServices();
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => commands.register(id, () => latest.current()), [commands, id]);
}
