import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { samples } from './samples/catalog.ts';
import { writeSqlite } from './samples/sqliteFile.ts';

// Writes `resources/samples/`: `npm run samples`. A fixed seed gives the same events every time. The projection files
// beside the stores are written by hand and stay as they are.

const root = join(import.meta.dirname, '../../resources/samples');

for (const sample of samples) {
  const path = join(root, sample.file);
  mkdirSync(join(root, sample.id), { recursive: true });
  if (sample.content.kind === 'sqlite') writeSqlite(path, sample.content.tables());
  else {
    const text = `${sample.content.lines().join('\n')}\n`;
    writeFileSync(path, sample.content.packed ? gzipSync(text, { level: 9 }) : text);
  }
  process.stdout.write(`${sample.file}: ${sample.events} events\n`);
}

const entries = samples.map(({ id, title, file, format, events, lookFor }) => ({
  id,
  title,
  file,
  format,
  events,
  lookFor,
}));
writeFileSync(join(root, 'samples.json'), `${JSON.stringify({ samples: entries }, null, 2)}\n`);
