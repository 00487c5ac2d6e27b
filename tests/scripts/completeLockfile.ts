import { readFileSync, writeFileSync } from 'node:fs';

// `npm run lockfile`: adds to package-lock.json what an install left out. A registry mirror that holds no binaries for
// other platforms makes npm write a lockfile without them, and `npm ci` then refuses it on every machine.

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly engines?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

interface Lockfile {
  packages: Record<string, LockedPackage>;
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Optional packages that are named but not locked, as `path of who names them -> [name, version]`. */
export function missingPackages({ packages }: Lockfile): { by: string; name: string; version: string }[] {
  return Object.entries(packages).flatMap(([by, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${by}/node_modules/${name}`])
      .map(([name, version]) => ({ by, name, version })),
  );
}

/** What a package's name says of where it runs: binaries are named after system, processor and C library. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } {
  const words = name.split('/').at(-1)!.split('-');
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`"${name}" does not say for which platform it is.`);
  return os[0] === 'linux'
    ? { os, cpu, libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] }
    : { os, cpu };
}

if (import.meta.main) {
  const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  for (const { by, name, version } of missingPackages(lockfile)) {
    const { license, engines } = lockfile.packages[by]!;
    lockfile.packages[`node_modules/${name}`] = {
      version,
      dev: true,
      license,
      optional: true,
      ...platformOf(name),
      engines,
    } as LockedPackage;
    console.log(`added ${name} ${version}`);
  }
  const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lockfile.packages = Object.fromEntries(sorted);
  writeFileSync('package-lock.json', `${JSON.stringify(lockfile, null, 2)}\n`);
}
