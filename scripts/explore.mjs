// Looks for counterexamples that the fixed seed of the properties misses: every property of the station, with new seeds.
// What it finds names its seed; RETROVUE_PROPERTY_SEED=<seed> repeats it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'unit', '--project', 'integration', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, RETROVUE_PROPERTY_SEED: 'random' } },
);
process.exitCode = status ?? 1;
