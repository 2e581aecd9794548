import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

import { check } from './check.mjs';
import { build } from './parts/build.mjs';
import { projectEnvironment, projectNode, root, run } from './parts/processes.mjs';
import {
  addCounts,
  countsIn,
  countsLine,
  noCounts,
  playwrightCounts,
  vitestCounts,
} from './parts/test-counts.mjs';
import { provideChromium, provideClientTools } from './parts/test-tools.mjs';
import { setUp } from './setup.mjs';

const reports = path.join(root, '.cache', 'reports');
const vitestReport = path.join(reports, 'vitest.json');
const playwrightReport = path.join(reports, 'playwright.json');

let chromiumPath = null;
let counts = noCounts();

async function prepare() {
  const { isReady, ffmpegPath } = await setUp();
  if (!isReady || ffmpegPath === null) return false;
  await provideClientTools();
  chromiumPath = await provideChromium();
  if (chromiumPath === null) {
    console.error('No Chromium was found. Install one, or set CHROMIUM_BIN to its full path.');
  }
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  return chromiumPath !== null;
}

async function runVitest() {
  const { code } = await run(projectNode(), [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ]);
  counts = addCounts(counts, countsIn(vitestReport, vitestCounts));
  return code === 0;
}

async function runPlaywright() {
  const env = projectEnvironment({ CHROMIUM_BIN: chromiumPath });
  const cli = path.join(root, 'node_modules/playwright/cli.js');
  const { code } = await run(projectNode(), [cli, 'test'], { env });
  counts = addCounts(counts, countsIn(playwrightReport, playwrightCounts));
  return code === 0;
}

const STAGES = [
  { name: 'set-up', run: prepare },
  { name: 'checks (types, lint, format, architecture, unused)', run: () => check() },
  { name: 'unit, contract, architecture, integration', run: runVitest },
  { name: 'build', run: () => build(['renderer', 'main', 'preload']) },
  { name: 'end to end', run: runPlaywright },
];

async function testAll() {
  const summary = [];
  let failedStage = null;
  for (const stage of STAGES) {
    console.log(`\n=== ${stage.name}`);
    const startedMs = performance.now();
    const hasPassed = await stage.run();
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    summary.push(`${hasPassed ? 'ok    ' : 'FAILED'} ${seconds.padStart(7)} s  ${stage.name}`);
    if (hasPassed) continue;
    failedStage = stage;
    break;
  }
  if (failedStage !== null) {
    console.error(`\nStopped: ${failedStage.name} failed.`);
    // A stage that fails without a failing test must not look like success in the last line.
    if (counts.failed === 0) counts = addCounts(counts, { ...noCounts(), failed: 1 });
  }
  console.log(`\n${summary.join('\n')}\n\n${countsLine(counts)}`);
  return failedStage === null ? 0 : 1;
}

process.exitCode = await testAll();
