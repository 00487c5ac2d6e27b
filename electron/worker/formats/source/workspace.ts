import { join } from 'node:path';
import type { ScanContext } from '../format.ts';
import { createTempFolder, type TempFolder } from '../tempFolder.ts';
import { standardLimits, type UnpackLimits } from './limits.ts';

/** What preparing a source works with: its limits, its progress, and a private folder that is made when needed. */
export class Workspace {
  readonly context: ScanContext;
  readonly limits: UnpackLimits;
  #temp: TempFolder | null = null;
  #files = 0;

  constructor(context: ScanContext, limits: UnpackLimits = standardLimits) {
    this.context = context;
    this.limits = limits;
  }

  /** A new path in the private folder. Names of strangers are never part of it. */
  privatePath(kind: string): string {
    this.#temp ??= createTempFolder();
    this.#files++;
    return join(this.#temp.path, `${this.#files}-${kind}`);
  }

  dispose(): void {
    this.#temp?.dispose();
  }
}
