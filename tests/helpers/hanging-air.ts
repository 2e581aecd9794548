import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

import type { AirWorkerData } from '#main/air/worker.ts';
import { createSystemClock } from '#main/clock/system-clock.ts';
import { runProcess } from '#main/media/run-process.ts';

import '#main/air/worker.ts';

/*
 * The air in its own thread, as hosts start it, but it hangs once: when the file `hang` lies in its cache folder, it starts a
 * program that writes its id into the file `child` there and goes on for ever, and then its thread stands still.
 */
const folder = (workerData as AirWorkerData).setting.cacheFolder;
const hasHung = existsSync(join(folder, 'child'));
const program = `
  require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'child'))}, String(process.pid));
  setInterval(() => {}, 1_000);
`;
let isStarted = false;

const timer = setInterval(() => {
  if (hasHung) {
    clearInterval(timer);
    return;
  }
  if (!isStarted && existsSync(join(folder, 'hang'))) {
    isStarted = true;
    runProcess(
      { command: process.execPath, args: ['-e', program], stallMs: 600_000 },
      { clock: createSystemClock() },
    ).catch(() => undefined);
  }
  if (existsSync(join(folder, 'child'))) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}, 50);
