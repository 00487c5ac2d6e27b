#!/usr/bin/env node
import { placesFrom } from './places.ts';
import { runCommandLine } from './run.ts';

// The command line. What it does is in `run.ts`; an entry only knows where it lies.
process.exitCode = await runCommandLine(process.argv.slice(2), placesFrom(import.meta.dirname));
