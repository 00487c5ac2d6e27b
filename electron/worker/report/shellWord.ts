/** A word for a POSIX shell: as it is where that is safe, in single quotes otherwise. pure. */
export const shellWord = (word: string): string =>
  /^[\w./:@%+=-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
