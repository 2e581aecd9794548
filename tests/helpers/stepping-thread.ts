import { getPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

import { stepBehind } from '#main/station/step-behind.ts';

/** A thread that goes a step behind so often as it is told, and answers each time where it is. */
parentPort?.on('message', () => {
  stepBehind();
  parentPort?.postMessage(getPriority(0));
});
parentPort?.postMessage(getPriority(0));
