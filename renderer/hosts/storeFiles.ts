/** Of files that were dropped together, those that are the store: not a log beside a database, not a projection. */
export function storeFiles(files: readonly File[]): File[] {
  const isBeside = ({ name }: File): boolean => /(-wal|-shm|-journal|\.projection\.(js|mjs|ts|mts))$/.test(name);
  const stores = files.filter((file) => !isBeside(file));
  return stores.length > 0 ? stores : files.slice(0, 1);
}
