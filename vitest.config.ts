import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

// Tests run in UTC. The project unit-new-york repeats those that deal with civil time in a zone with clock changes, so
// that nothing can depend on the zone of the machine.
process.env['TZ'] = 'UTC';

const electron = fileURLToPath(new URL('./tests/helpers/fake-electron.ts', import.meta.url));

export default defineConfig({
  resolve: { alias: { electron } },
  test: {
    // Processes, not threads: only there a change of TZ reaches the time-zone data.
    pool: 'forks',
    maxWorkers: 2,
    setupFiles: ['./tests/helpers/property-seed.ts'],
    restoreMocks: true,
    unstubEnvs: true,
    // A limit on hanging, not on speed: properties and zones take what a busy machine gives them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: {
          name: 'unit-new-york',
          include: [
            'tests/unit/src-shared/time/**/*.test.ts',
            'tests/unit/src-shared/planning/**/*.test.ts',
          ],
          env: { TZ: 'America/New_York' },
        },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          setupFiles: ['./tests/helpers/end-commands.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
