import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type HostsHere, hostsHere } from './hostsHere.ts';

// `npm test`: unit, contract and integration tests, then the page in every host that is here. The last line sums up all
// runners; a host that is missing is named before it, with what to do.

const root = resolve(import.meta.dirname, '../..');
const results = join(root, 'test-results');

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const remarks: string[] = [];

function add({ passed, failed, skipped }: Counts): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** Runs a tool of ours with its output shown; answers whether it ended with 0. */
function run(tool: string, args: readonly string[]): boolean {
  const { status } = spawnSync('npx', ['--no-install', tool, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function readJson<T>(file: string): T | null {
  const path = join(results, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}

interface VitestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: 'passed' | 'failed';
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** What failed, a paragraph each, to be read again at the end: hundreds of lines of the other runner come in between. */
function failuresOf({ testResults }: VitestResults): string[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(root, name);
      const tests = assertionResults.filter(({ status }) => status === 'failed');
      if (tests.length === 0) return [`FAILED: ${file}\n${message}`];
      return tests.map(({ fullName, failureMessages }) =>
        [`FAILED: ${file} › ${fullName}`, ...(failureMessages ?? [])].join('\n'),
      );
    });
}

function runVitest(): void {
  const ok = run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/vitest.json',
  ]);
  const counts = readJson<VitestResults>('vitest.json');
  if (counts !== null) remarks.push(...failuresOf(counts));
  const failed = counts?.numFailedTests ?? 0;
  add({
    passed: counts?.numPassedTests ?? 0,
    // A file that does not load has no test that failed, but failed it has.
    failed: ok ? failed : Math.max(1, failed),
    skipped: (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0),
  });
}

interface PlaywrightResults {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

function runPlaywright(): void {
  const ok = run('playwright', ['test']);
  const stats = readJson<PlaywrightResults>('results.json')?.stats;
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0);
  add({
    passed: stats?.expected ?? 0,
    failed: ok ? failed : Math.max(1, failed),
    skipped: stats?.skipped ?? 0,
  });
}

/** The hosts of this machine, after Playwright's own Chromium was tried where there is none. */
function findHosts(): HostsHere {
  const hosts = hostsHere();
  if (hosts.chromium !== null) return hosts;
  console.log('No Chromium at the usual places or in CHROMIUM_PATH: trying npx playwright install chromium …');
  run('playwright', ['install', 'chromium']);
  return hostsHere();
}

function remarkOn({ electron, chromium }: HostsHere): void {
  if (electron === 'binary') remarks.push('Project electron ran on Electron’s own binary.');
  else if (electron === 'stand-in') {
    remarks.push(`Project electron ran on the stand-in of ELECTRON_OVERRIDE_DIST_PATH, not on Electron’s binary.`);
  } else {
    remarks.push('NOT RUN: project electron. There is no Electron binary here; npx install-electron fetches it.');
  }
  if (chromium !== null) remarks.push(`Project browser ran on ${chromium}.`);
  else {
    remarks.push(
      'NOT RUN: project browser. There is no Chromium here and none could be downloaded; install one and name it in CHROMIUM_PATH.',
    );
  }
}

rmSync(results, { recursive: true, force: true });
// First of all: the tests of the command line run the built app too.
if (spawnSync(process.execPath, [join(import.meta.dirname, 'build.ts')], { stdio: 'inherit' }).status !== 0) {
  add({ passed: 0, failed: 1, skipped: 0 });
  remarks.push('NOT RUN: any test, since the app does not build.');
} else {
  runVitest();
  const hosts = findHosts();
  if (hosts.electron !== null || hosts.chromium !== null) runPlaywright();
  remarkOn(hosts);
}

console.log(`\n${remarks.join('\n')}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 ? 0 : 1;
