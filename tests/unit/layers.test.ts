import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

// Who may import what: the one table. A folder is a process or a part of one; the longest prefix of a file's path
// decides. Entries are folders, files, packages, `node` for Node's modules, or `types:` for what may be imported with
// `import type` alone.

const pure = [
  'shared',
  'electron/worker/eventIndex',
  'electron/worker/turns',
  'types:electron/worker/formats/format.ts',
];

const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join(folder, name));

const reducers = [...pure, 'electron/worker/replay/reducer.ts'];
const sandbox = [...reducers, 'electron/worker/replay/sandbox'];
const replay = [
  ...filesIn('electron/worker/replay'),
  'electron/worker/replay/merge',
  'electron/worker/replay/sandbox',
  'electron/worker/replay/blame',
  'electron/worker/replay/partitions',
];

const layers: Record<string, readonly string[]> = {
  shared: ['shared'],

  'electron/paths': ['shared', 'electron/paths', 'node'],
  'electron/main': ['shared', 'electron/paths', 'electron/main', 'electron', 'node'],
  'electron/preload': ['shared', 'electron'],
  'electron/headless': ['shared', 'electron/paths', 'electron/headless', 'node'],
  'electron/headless/browser/sockets.ts': ['shared', 'electron/headless', 'node', 'ws'],
  'electron/start': ['shared', 'electron/paths', 'electron/headless', 'electron/start', 'node'],

  // The engine: entry, session and handlers know all its parts; the parts know the index and little else.
  'electron/worker': ['shared', 'electron/worker', 'node'],
  'electron/worker/formats': [
    'shared',
    'electron/worker/eventIndex',
    'electron/worker/formats',
    'electron/worker/turns',
    'electron/worker/folderFiles.ts',
    'electron/worker/isRunning.ts',
    'node',
  ],
  'electron/worker/formats/sqlite.ts': ['shared', 'electron/worker/formats', 'node', 'better-sqlite3'],
  'electron/worker/formats/relational/tableWriter.ts': ['shared', 'electron/worker/formats', 'node', 'better-sqlite3'],
  'electron/worker/formats/source/unzip.ts': ['shared', 'electron/worker/formats', 'node', 'yauzl'],
  'electron/worker/formats/documents/xmlDocument.ts': [
    'shared',
    'electron/worker/formats',
    'electron/worker/eventIndex',
    'node',
    'saxes',
  ],
  'electron/worker/formats/documents/parquetValues.ts': [
    'shared',
    'electron/worker/formats',
    'electron/worker/encodings/jsonText.ts',
    'node',
  ],
  'electron/worker/formats/documents/parquet.ts': [
    'shared',
    'electron/worker/formats',
    'electron/worker/eventIndex',
    'node',
    'hyparquet',
  ],
  'electron/worker/formats/logs/kafka/snappy.ts': ['hyparquet'],
  'electron/worker/encodings': [...pure, 'electron/worker/encodings', 'electron/worker/formats/payloads.ts'],
  'electron/worker/encodings/protobuf/protoText.ts': [...pure, 'electron/worker/encodings', 'protobufjs'],
  'electron/worker/turns': ['shared', 'electron/worker/turns', 'types:electron/worker/formats/format.ts', 'node'],
  'electron/worker/eventIndex': pure,
  'electron/worker/keptIndex': [
    'shared',
    'electron/worker/keptIndex',
    'electron/worker/eventIndex',
    'electron/worker/turns',
    'electron/worker/folderFiles.ts',
    'electron/worker/isRunning.ts',
    'electron/worker/userFolders.ts',
    'types:electron/worker/formats/format.ts',
    'types:electron/worker/replay/partitions/keyedPartitions.ts',
    'types:electron/worker/replay/reducerSnapshots.ts',
    'types:electron/worker/replay/snapshots.ts',
    'node',
  ],
  'electron/worker/sideFiles': [
    'shared',
    'electron/worker/sideFiles',
    'electron/worker/eventIndex',
    'electron/worker/userFolders.ts',
    'node',
  ],
  // What is asked of replays stands on what makes them, not the other way round.
  'electron/worker/replay': [...pure, ...replay],
  'electron/worker/replay/blame': [...pure, ...replay],
  'electron/worker/replay/questions': [...pure, 'electron/worker/replay'],
  'electron/worker/replay/merge': [...reducers, 'electron/worker/replay/merge', 'electron/worker/replay/batchSizes.ts'],
  'electron/worker/replay/sandbox': sandbox,
  'electron/worker/replay/sandbox/sandbox.ts': [...sandbox, 'quickjs-emscripten-core'],
  'electron/worker/replay/sandbox/quickJs.ts': ['quickjs-emscripten-core', '@jitl/quickjs-singlefile-mjs-release-sync'],
  'electron/worker/replay/sandbox/projectionFile.ts': [...sandbox, 'sucrase'],
  'electron/worker/whatIf': [
    ...pure,
    'types:electron/worker/formats/recordShape.ts',
    'electron/worker/replay',
    'electron/worker/whatIf',
  ],
  'electron/worker/bookmarks': [...pure, 'electron/worker/bookmarks'],
  'electron/worker/causation': [...pure, 'electron/worker/causation'],
  'electron/worker/search': [...pure, 'electron/worker/search'],
  'electron/worker/summaries': [...pure, 'electron/worker/summaries', 'electron/worker/search'],
  'electron/worker/schema': [
    ...pure,
    'electron/worker/schema',
    'electron/worker/search',
    'electron/worker/replay/batchSizes.ts',
    'electron/worker/formats/schemaVersion.ts',
  ],
  'electron/worker/storage': [...pure, 'electron/worker/storage'],
  'electron/worker/integrity': [
    ...pure,
    'electron/worker/integrity',
    'electron/worker/schema',
    'electron/worker/replay',
  ],
  'electron/worker/integrity/hashRecipes.ts': ['shared', 'node'],
  'electron/worker/report': [
    ...pure,
    'electron/worker/report',
    'electron/worker/replay',
    'electron/worker/search',
    'electron/worker/summaries',
    'electron/worker/integrity',
    'types:electron/worker/openedLog.ts',
  ],

  renderer: ['shared', 'renderer', 'react', 'react-dom', 'lucide-react'],
  'renderer/app/mountApp.tsx': [
    'shared',
    'renderer',
    'react-dom',
    '@fontsource-variable/inter',
    '@fontsource-variable/jetbrains-mono',
  ],
  'renderer/hosts': ['shared', 'renderer/hosts'],
  'renderer/state': ['shared', 'renderer/state'],
  'renderer/data': ['shared', 'renderer/data', 'renderer/state', 'react'],
  'renderer/widgets': [
    'shared',
    'renderer/widgets',
    'renderer/state/timeText.ts',
    'react',
    'lucide-react',
    'react-dom',
  ],
  // These know the app: a link to an event moves the playhead, and code that is fetched keeps the page busy. The other
  // widgets know only what they are given.
  'renderer/widgets/EventLink.tsx': ['shared', 'renderer/widgets', 'renderer/data', 'react'],
  'renderer/widgets/createCodeEditor.ts': [
    'shared',
    'renderer/widgets',
    '@codemirror/autocomplete',
    '@codemirror/commands',
    '@codemirror/lang-javascript',
    '@codemirror/language',
    '@codemirror/lint',
    '@codemirror/state',
    '@codemirror/view',
  ],
  'renderer/widgets/codeLook.ts': ['@codemirror/language', '@codemirror/state', '@codemirror/view'],
  'renderer/widgets/Loading.tsx': ['shared', 'renderer/widgets', 'renderer/data', 'react'],
  'renderer/widgets/Chart.tsx': ['shared', 'renderer/widgets', 'react', 'recharts'],
};

/** Panels stand alone, so that a broken one leaves the others standing. Each also sees what all of them share. */
const panelsSee = [
  'shared',
  'renderer/app',
  'renderer/data',
  'renderer/state',
  'renderer/widgets',
  'react',
  'lucide-react',
];
for (const panel of readdirSync('renderer/panels', { withFileTypes: true })) {
  if (panel.isDirectory()) layers[`renderer/panels/${panel.name}`] ??= [...panelsSee, `renderer/panels/${panel.name}`];
}

/** Names that only one file may use, whatever its layer allows. */
const onlyIn: Readonly<Record<string, string>> = {
  ipcMain: 'electron/main/ipc.ts',
  utilityProcess: 'electron/main/workerProcess.ts',
  dialog: 'electron/main/dialogs.ts',
  contextBridge: 'electron/preload/index.ts',
};

interface Import {
  readonly file: string;
  /** A path from the root, or a package's name, or `node`. */
  readonly target: string;
  readonly typeOnly: boolean;
  readonly names: readonly string[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

const statement =
  /^(?:import|export)\s+(type\s+)?((?:[^'";]|\n)*?from\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;

function importsOf(file: string): Import[] {
  return [...readFileSync(file, 'utf8').matchAll(statement)].map(([, type, clause = '', from, dynamic]) => {
    const specifier = (from ?? dynamic)!;
    const names = [...clause.matchAll(/[\w$]+/g)].map(([name]) => name);
    return { file, target: targetOf(file, specifier), typeOnly: type !== undefined, names };
  });
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.'))
    return relative('.', join(dirname(file), specifier))
      .split(sep)
      .join('/');
  if (specifier.startsWith('node:')) return 'node';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const layerOf = (file: string): string | undefined =>
  Object.keys(layers)
    .filter((folder) => within(file, folder))
    .sort((a, b) => b.length - a.length)[0];

function isAllowed({ target, typeOnly }: Import, allowed: readonly string[]): boolean {
  return allowed.some((entry) =>
    entry.startsWith('types:') ? typeOnly && within(target, entry.slice('types:'.length)) : within(target, entry),
  );
}

// AssemblyScript is compiled by itself and knows nothing but its own folder.
const files = ['shared', 'electron', 'renderer'].flatMap(filesBelow).filter((file) => !file.includes('/assembly/'));
const imports = files.flatMap(importsOf);

describe('import borders', () => {
  it('reads every import', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it.each(Object.keys(layers))('%s imports only what it may', (layer) => {
    const wrong = imports
      .filter(({ file }) => layerOf(file) === layer)
      .filter((one) => !isAllowed(one, layers[layer]!))
      .map(({ file, target, typeOnly }) => `${file} → ${typeOnly ? 'type ' : ''}${target}`);
    expect(wrong).toEqual([]);
  });

  it('leaves no file without a layer', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it.each(Object.entries(onlyIn))('%s is used in %s alone', (name, owner) => {
    const users = imports.filter(({ target, names }) => target === 'electron' && names.includes(name));
    expect(users.map(({ file }) => file)).toEqual([owner]);
  });

  it('writes relative imports with their ending', () => {
    const endless = imports.filter(
      ({ target }) => target.includes('/') && /^(shared|electron|renderer)\//.test(target),
    );
    expect(endless.filter(({ target }) => !/\.(tsx?|css|svg)$/.test(target)).map((one) => one.target)).toEqual([]);
  });
});
