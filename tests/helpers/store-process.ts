import { createInterface } from 'node:readline';

import { AppError } from '#shared/errors/app-error.ts';

import { buildChannel } from './build-channel.ts';
import { buildAsRun, buildDay } from './build-schedule.ts';
import { openTestStore } from './temporary-store.ts';

/**
 * A process of its own on a store's file, for tests of what several processes and a sudden end do to it:
 * `node store-process.ts <file> append` commits as-run rows without end and prints how many there are;
 * `node store-process.ts <file> freeze` waits for a line, freezes a day and prints what came of it.
 */
const [, , path = '', task = ''] = process.argv;
const store = await openTestStore({ path });

if (task === 'append') {
  for (let count = 1; ; count += 1) {
    await store.durable((inner) => inner.asRun.append([buildAsRun({ frameCount: count })]));
    process.stdout.write(`${String(count)}\n`);
  }
}

process.stdout.write('ready\n');
for await (const _line of createInterface({ input: process.stdin })) {
  try {
    await store.days.insert(buildDay(buildChannel(), '2026-01-01'));
    process.stdout.write('inserted\n');
  } catch (error) {
    process.stdout.write(`${error instanceof AppError ? error.code : String(error)}\n`);
  }
  break;
}
await store.close();
