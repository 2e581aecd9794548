import type { Client } from '#shared/contract/client.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { Job } from '#shared/model/job.ts';
import type { Terminal } from './terminal.ts';

/** Watches a job to its end, telling its phases on the error stream. A failed job is answered, not thrown. */
export async function waitForJob(client: Client, terminal: Terminal, started: Job): Promise<Job> {
  let lastPhase = '';
  let stop: () => void = () => undefined;
  const ended = new Promise<Job>((resolve) => {
    const hear = (job: Job): void => {
      if (job.id !== started.id) return;
      if (job.phase !== lastPhase) {
        lastPhase = job.phase;
        if (terminal.isInteractive) terminal.err(`${job.title}: ${job.phase}`);
      }
      if (job.state !== 'running') resolve(job);
    };
    stop = client.on((event) => {
      if (event !== 'gap' && event.event === 'job.changed') hear(event.payload.job);
    });
  });
  try {
    // It may have ended before anybody listened.
    const known = (await client.call('job.list', {})).find(({ id }) => id === started.id);
    if (!known) throw notFound('job', started.id);
    return known.state === 'running' ? await ended : known;
  } finally {
    stop();
  }
}
