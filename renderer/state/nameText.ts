/** A type or stream as it is shown: a damaged row may have a name without a letter, and that is no blank space. */
export const nameText = (name: string): string => (name.trim() === '' ? '(empty)' : name);
