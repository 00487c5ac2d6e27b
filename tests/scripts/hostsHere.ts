import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium as playwrightChromium } from '@playwright/test';
import { electronBinary, findElectronPackage } from '../../electron/start/electronBinary.ts';

const root = resolve(import.meta.dirname, '../..');

/** A stand-in for Electron's executable that a checkout may have beside it. */
const standIn = resolve(root, '../shared/electron-standin');

const usualChromiums = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export interface HostsHere {
  /** What stands as Electron: its binary, or a stand-in; `null` when there is neither. */
  readonly electron: 'binary' | 'stand-in' | null;
  /** Path of a Chromium; `null` when there is none. */
  readonly chromium: string | null;
}

/**
 * Which hosts end-to-end specs can run on. Looks at files only and installs nothing. A stand-in beside the checkout is
 * named in `ELECTRON_OVERRIDE_DIST_PATH`, where Playwright and Electron look.
 */
export function hostsHere(): HostsHere {
  const found = findElectronPackage(root);
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  let electron: HostsHere['electron'] = null;
  if (found && !override && electronBinary(found)) electron = 'binary';
  else {
    if (!override && existsSync(join(standIn, 'electron'))) process.env.ELECTRON_OVERRIDE_DIST_PATH = standIn;
    if (found && electronBinary(found)) electron = 'stand-in';
  }
  return { electron, chromium: findChromium() };
}

function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  return [...usualChromiums, playwrightChromium.executablePath()].find((path) => existsSync(path)) ?? null;
}
