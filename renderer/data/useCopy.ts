import { asInspectorError } from './asInspectorError.ts';
import { useSession } from './hooks.ts';
import { useServices } from './services.ts';
import { readWhole, type WholeText } from './wholeText.ts';

/** Puts a text on the clipboard, all of it, and says so: `what` is named in the sentence, like `the payload`. */
export function useCopy(): (what: string, text: string | WholeText) => Promise<void> {
  const { passing, idle } = useServices();
  const requests = useSession((session) => session.requests);
  return async (what, text) => {
    const end = idle.busy();
    try {
      const whole = typeof text === 'string' ? text : await readWhole(requests!, text);
      await navigator.clipboard.writeText(whole).then(
        () => passing.dispatch({ message: `Copied ${what}.` }),
        () =>
          passing.dispatch({
            message: `${what[0]!.toUpperCase()}${what.slice(1)} could not be copied: the clipboard is not allowed here.`,
          }),
      );
    } catch (error) {
      passing.dispatch({ message: asInspectorError(error).message });
    } finally {
      end();
    }
  };
}
