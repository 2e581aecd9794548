import { parentPort } from 'node:worker_threads';

import { measureLoopDelay } from '#main/clock/loop-delay.ts';

/** A thread that does nothing, to tell what the machine does from what the station does. `reset` begins anew, `read` answers. */
const meter = measureLoopDelay();
parentPort?.on('message', (order: 'reset' | 'read') => {
  if (order === 'reset') meter.reset();
  else parentPort?.postMessage([meter.at(0.5), meter.at(0.99), meter.at(0.999), meter.at(1)]);
});
