import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** How long Electron's own installer may take; it has no limit of its own. */
const INSTALL_WITHIN_MS = 120_000;

export interface ElectronPackage {
  readonly folder: string;
}

/** The `electron` package beside the app; `null` where the app is installed without it. */
export function findElectronPackage(from: string): ElectronPackage | null {
  try {
    return { folder: dirname(createRequire(join(from, 'package.json')).resolve('electron/package.json')) };
  } catch {
    return null;
  }
}

/**
 * Electron's executable, found by files alone: importing `electron` from Node would answer by downloading. `path.txt`
 * names it once it is there; `ELECTRON_OVERRIDE_DIST_PATH` is Electron's own way to name another folder.
 */
export function electronBinary(
  { folder }: ElectronPackage,
  override: string | null = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? null,
): string | null {
  const named = join(folder, 'path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : null;
  const file = override ? resolve(override, name ?? 'electron') : name === null ? null : join(folder, 'dist', name);
  return file !== null && existsSync(file) ? file : null;
}

/** Lets Electron fetch its binary once. Whether that worked, the files say. */
export function installElectron({ folder }: ElectronPackage): void {
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: INSTALL_WITHIN_MS });
}
