import type { ChildProcess } from 'node:child_process';

import { afterAll, afterEach, beforeEach } from 'vitest';

import { endCommandsBut, runningCommands } from './command-line.ts';

/** Started for the whole file, before its test. */
let standing: ReadonlySet<ChildProcess> = new Set();

// A test that fails before it ends its station must not leave it to the tests after it. These hooks end last.
beforeEach(() => {
  standing = runningCommands();
});

afterEach(() => endCommandsBut(standing));

afterAll(() => endCommandsBut(new Set()));
