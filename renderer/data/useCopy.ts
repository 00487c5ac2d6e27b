import { useServices } from './services.ts';

/** Puts a text on the clipboard and says so: `the path`, or that it is not allowed. */
export function useCopy(): (what: string, text: string) => Promise<void> {
  const { passing } = useServices();
  return async (what, text) => {
    try {
      await navigator.clipboard.writeText(text);
      passing.dispatch({ message: `Copied ${what}.` });
    } catch {
      passing.dispatch({
        message: `${what[0]!.toUpperCase()}${what.slice(1)} could not be copied: the clipboard is not allowed here.`,
      });
    }
  };
}
