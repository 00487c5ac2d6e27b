import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// What the page fetches before it can show anything. Parts that the first screen does without are chunks of their own.

const page = 'out/renderer';
const assets = readdirSync(join(page, 'assets'));

/** Where the code of a chunk came from. */
const sourcesOf = (chunk: string): readonly string[] =>
  (JSON.parse(readFileSync(join(page, 'assets', `${chunk}.map`), 'utf8')) as { sources: string[] }).sources;

/** The chunks that the page names and those that they import, without those that are imported when they are needed. */
function firstChunks(): Set<string> {
  const html = readFileSync(join(page, 'index.html'), 'utf8');
  const known = new Set(Array.from(html.matchAll(/assets\/([^"]+\.js)"/g), ([, name]) => name!));
  for (const chunk of known) {
    const code = readFileSync(join(page, 'assets', chunk), 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) known.add(name!);
  }
  return known;
}

const late = ['@codemirror', 'recharts', 'renderer/app/mapping/MappingScreen', 'panels/explore/whatIf/WhatIfTab'];

describe('the built page', () => {
  const first = firstChunks();
  const rest = assets.filter((name) => name.endsWith('.js') && !first.has(name));

  it.each(late)('begins without %s, which has a chunk of its own', (name) => {
    const has = (chunk: string): boolean => sourcesOf(chunk).some((source) => source.includes(name));
    expect([...first].filter(has)).toEqual([]);
    expect(rest.filter(has)).not.toEqual([]);
  });

  it('fetches the faces of the first screen beside its code', () => {
    const html = readFileSync(join(page, 'index.html'), 'utf8');
    for (const face of ['inter', 'jetbrains-mono']) {
      const file = assets.find((name) => name.startsWith(`${face}-latin-wght-normal`))!;
      expect(html).toMatch(new RegExp(`<link rel="preload" as="font"[^>]*${file}`));
    }
  });
});
