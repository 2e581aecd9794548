import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { clockReadsIn } from './clock-reads.ts';
import { filesBelow, ROOT } from './source-files.ts';

const ENDINGS = ['.ts', '.mjs'];

describe('the one clock', () => {
  test('is the only place that reads time, sets timers or draws random numbers', () => {
    const files = [...filesBelow('src-shared', ENDINGS), ...filesBelow('src-main', ENDINGS)].filter(
      (file) => !file.startsWith('src-main/clock/'),
    );
    const found = files.flatMap((file) =>
      clockReadsIn(readFileSync(path.join(ROOT, file), 'utf8'), file).map(
        ({ line, what }) => `${file}:${line} ${what}`,
      ),
    );
    expect(files.length).toBeGreaterThan(80);
    expect(found).toEqual([]);
  });

  test('is itself seen by the scan', () => {
    const text = readFileSync(path.join(ROOT, 'src-main/clock/system-clock.ts'), 'utf8');
    expect(clockReadsIn(text).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['Date.now', 'performance.now', 'setTimeout', 'setInterval']),
    );
  });
});

describe('clockReadsIn', () => {
  test('finds a read however it is written', () => {
    const texts = [
      'const at = Date.now();',
      'const now = Date.now;',
      'const date = new Date();',
      'const date = new Date;',
      'const text = Date();',
      'setTimeout(run, 5);',
      'globalThis.setInterval(run, 5);',
      "import { setTimeout as wait } from 'node:timers/promises';",
      "import { performance } from 'node:perf_hooks';",
      "import timers from 'node:timers';",
      "import { setImmediate, setTimeout } from 'node:timers/promises';",
      'const ms = performance.now();',
      'const ns = process.hrtime.bigint();',
      'const x = Math.random();',
      'fetch(url, { signal: AbortSignal.timeout(5) });',
    ];
    for (const text of texts) {
      expect({ text, found: clockReadsIn(text).length > 0 }).toEqual({ text, found: true });
    }
  });

  test('takes neither words nor calendar arithmetic for a read', () => {
    const text = `
      import { setImmediate as turn } from 'node:timers/promises';
      // Date.now() is for the clock.
      const advice = 'never call setTimeout(run, 5)';
      const midnight = Date.UTC(2026, 0, 1);
      const shown = new Date(midnight).toISOString();
      clock.callAt(at, run);
      setImmediate(run);
      clearTimeout(timer);
    `;
    expect(clockReadsIn(text)).toEqual([]);
  });
});
