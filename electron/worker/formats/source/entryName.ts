/** The name as a label below the archive: without what would lead out of it, folders ending in `/`. */
export function entryName(name: string): string {
  const parts = name.replaceAll('\\', '/').split('/');
  const kept = parts.filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
  return parts.at(-1) === '' ? `${kept.join('/')}/` : kept.join('/');
}
