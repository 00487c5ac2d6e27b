import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hostsHere } from '../scripts/hostsHere.ts';
import { type Comparison, comparisonCells, comparisonHead, isReached, missedText, ratioOf } from './comparison.ts';
import { findPeers, load, thisMachine } from './machine.ts';
import { formatsPart } from './parts/formats.ts';
import { growthPart, tenMillionPart } from './parts/growth.ts';
import { keptPart } from './parts/kept.ts';
import { openPart } from './parts/open.ts';
import type { Bench, Part } from './parts/part.ts';
import { payloadsPart } from './parts/payloads.ts';
import { replayPart } from './parts/replay.ts';
import { schemaPart } from './parts/schema.ts';
import { scrubPart } from './parts/scrub.ts';
import { searchPart } from './parts/search.ts';
import { statePart } from './parts/state.ts';
import { timelinePart } from './parts/timeline.ts';
import { tableText } from './statistics.ts';

// `npm run bench`: how fast the engine and the page are, against goals and against peers measured in the same run.

const parts: readonly Part[] = [
  openPart,
  formatsPart,
  keptPart,
  growthPart,
  payloadsPart,
  timelinePart,
  statePart,
  replayPart,
  searchPart,
  schemaPart,
  scrubPart,
  tenMillionPart,
];

const help = `npm run bench -- [part …] [--skip part]

Measures the engine and the page against their goals and against other tools, prints a table and writes
bench/results.json. Data are made once, with a fixed seed, in the folder eventloupe-bench of the system's temporary
folder. Everything takes up to 15 minutes on two cores; with --skip ten-million some 5.

Parts (all of them when none is named):
${parts.map(({ name, title }) => `  ${name.padEnd(14)}${title}`).join('\n')}

Options:
  --skip part   leaves a part out; may be given more than once
  --list        print the names of the parts
  --help        print this
`;

interface Line extends Comparison {
  readonly part: string;
}

async function main(names: readonly string[], skipped: readonly string[]): Promise<void> {
  const chosen = parts.filter(({ name }) => (names.length === 0 || names.includes(name)) && !skipped.includes(name));
  const peers = await findPeers();
  const begun = performance.now();
  const loadBefore = load();
  const bench: Bench = {
    folder: join(tmpdir(), 'eventloupe-bench'),
    chromium: hostsHere().chromium,
    has: {
      duckDb: peers.duckDb !== null,
      jq: peers.jq !== null,
      lnav: peers.lnav !== null,
      sqlite3: peers.sqlite3 !== null,
      grep: peers.grep !== null,
      emmett: peers.emmett !== null,
    },
    say: (what) => process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${what}\n`),
  };
  const lines: Line[] = [];
  for (const part of chosen) {
    for (const comparison of await part.run(bench)) lines.push({ part: part.name, ...comparison });
  }
  const machine = thisMachine();
  const seconds = Math.round((performance.now() - begun) / 1000);
  const loads = { before: loadBefore, after: load() };
  const { cpu, cores, memoryGb, system, node } = machine;
  const missing = Object.entries(peers).flatMap(([name, version]) => (version === null ? [name] : []));
  const missed = missedText(lines);
  console.log(`${tableText(comparisonHead, lines.map(comparisonCells))}

${missed === '' ? 'every goal with a figure is reached' : `goals missed:\n${missed}`}

${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}
load ${loads.before} before and ${loads.after} after; ${seconds} s
${Object.entries(peers)
  .flatMap(([name, version]) => (version === null ? [] : [`${name} ${version}`]))
  .join(', ')}${missing.length === 0 ? '' : `\nnot installed and skipped: ${missing.join(', ')}`}`);
  writeResults({ at: new Date().toISOString(), machine, load: loads, seconds, peers, lines });
}

/** Writes what a program may compare: figures, ratios and verdicts. */
function writeResults({ lines, ...about }: { readonly lines: readonly Line[] } & Record<string, unknown>): void {
  const folder = resolve(import.meta.dirname, '../../bench');
  mkdirSync(folder, { recursive: true });
  const results = lines.map((line) => ({
    ...line,
    ratio: ratioOf(line),
    goals: line.goals.map((goal) => ({ ...goal, reached: isReached(line, goal) })),
  }));
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify({ ...about, results }, null, 2)}\n`);
}

/** The command line, or what is wrong with it as a sentence. */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { skip: { type: 'string', multiple: true }, list: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    const unknown = [...positionals, ...(values.skip ?? [])].filter(
      (name) => !parts.some((part) => part.name === name),
    );
    if (unknown.length === 0) return { values, positionals };
    return `There is no part ${unknown.join(', ')}. Parts are ${parts.map(({ name }) => name).join(', ')}.`;
  } catch (error) {
    return `${(error as Error).message.split('. ')[0]}.`;
  }
}

const given = readArguments();
if (typeof given === 'string') {
  console.error(`${given} See npm run bench -- --help.`);
  process.exitCode = 2;
} else if (given.values.help) console.log(help);
else if (given.values.list) console.log(parts.map(({ name }) => name).join('\n'));
else await main(given.positionals, given.values.skip ?? []);
