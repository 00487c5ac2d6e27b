/** Of files that were dropped together, the one that is the store: not a log beside a database, not a projection. */
export function mainFile(files: readonly File[]): File | null {
  const isBeside = ({ name }: File): boolean => /(-wal|-shm|-journal|\.projection\.(js|mjs|ts|mts))$/.test(name);
  return files.find((file) => !isBeside(file)) ?? files[0] ?? null;
}
