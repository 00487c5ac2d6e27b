import type { CommandId } from '../../shared/commands.ts';

/** Who carries out which command right now: a command without anyone is not offered. */
export interface CommandRegistry {
  /** Takes a command over until the answer is called; the last to register wins. */
  register(id: CommandId, run: () => void): () => void;
  has(id: CommandId): boolean;
  /** Answers whether anyone carried it out. */
  run(id: CommandId): boolean;
}

export function createCommandRegistry(): CommandRegistry {
  const runners = new Map<CommandId, (() => void)[]>();
  return {
    register(id, run) {
      const stack = runners.get(id) ?? [];
      stack.push(run);
      runners.set(id, stack);
      return () => {
        const at = stack.indexOf(run);
        if (at >= 0) stack.splice(at, 1);
      };
    },
    has: (id) => (runners.get(id)?.length ?? 0) > 0,
    run(id) {
      const run = runners.get(id)?.at(-1);
      run?.();
      return run !== undefined;
    },
  };
}
