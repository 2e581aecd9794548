import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import { createJobs, type ReportProgress } from '#main/library/jobs.ts';
import { JobId } from '#shared/model/ids.ts';
import { createLibraryLab, type LibraryLab } from '#tests/helpers/library-lab.ts';

let lab: LibraryLab;

beforeEach(async () => {
  lab = await createLibraryLab();
});

afterEach(async () => {
  await lab.dispose();
});

const STOPPABLE = { cancelNote: 'Nothing is lost.' };

/** Work that goes on until it is told to stop. */
function untilAborted(_report: ReportProgress, signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

describe('createJobs', () => {
  test('runs work to its end and remembers it', async () => {
    const job = await lab.jobs.start('scan', 'Scan', STOPPABLE, (report) => {
      report({ phase: 'Reading', done: 3, total: 4, problem: 'One is odd.' });
      return Promise.resolve();
    });
    expect(await lab.jobs.settled(job.id)).toMatchObject({
      state: 'done',
      phase: 'Reading',
      done: 3,
      total: 4,
      error: null,
      problems: ['One is odd.'],
      endedAt: lab.clock.nowAt(),
    });
    expect(await lab.store.jobs.get(job.id)).toMatchObject({ state: 'done', done: 3 });
    expect(await lab.jobs.list()).toMatchObject([{ id: job.id, state: 'done' }]);
  });

  test('has ended even when that cannot be saved', async () => {
    const told: string[] = [];
    const faults: unknown[] = [];
    const jobs = createJobs({
      store: {
        ...lab.store,
        jobs: {
          ...lab.store.jobs,
          save: (job) =>
            job.endedAt === null
              ? lab.store.jobs.save(job)
              : Promise.reject(new Error('disk full')),
        },
      },
      clock: lab.clock,
      onChange: ({ state }) => told.push(state),
      onRemove: () => undefined,
      onFault: (_, error) => faults.push(error),
    });
    const job = await jobs.start('scan', 'Scan', STOPPABLE, () => Promise.resolve());
    expect(await jobs.settled(job.id)).toMatchObject({ state: 'done' });
    expect(told.at(-1)).toBe('done');
    expect(faults).toEqual([new Error('disk full')]);
    expect(jobs.running('scan')).toBeNull();
    expect(await jobs.list()).toMatchObject([{ id: job.id, state: 'done' }]);
    expect(await jobs.cancel(job.id)).toMatchObject({ state: 'done' });
    await jobs.dismiss(job.id);
    expect(await jobs.list()).toEqual([]);
  });

  test('answers a job that was stopped although its end cannot be saved', async () => {
    const { save } = lab.store.jobs;
    const jobs = createJobs({
      store: {
        ...lab.store,
        jobs: {
          ...lab.store.jobs,
          save: (job) =>
            job.endedAt === null ? save(job) : Promise.reject(new Error('disk full')),
        },
      },
      clock: lab.clock,
      onChange: () => undefined,
      onRemove: () => undefined,
      onFault: () => undefined,
    });
    const job = await jobs.start('scan', 'Scan', STOPPABLE, untilAborted);
    expect(await jobs.cancel(job.id)).toMatchObject({ state: 'cancelled' });
    expect(await jobs.list()).toMatchObject([{ id: job.id, state: 'cancelled' }]);
  });

  test('saves a job when it starts', async () => {
    const job = await lab.jobs.start('scan', 'Scan', STOPPABLE, untilAborted);
    expect(await lab.store.jobs.get(job.id)).toMatchObject({ state: 'running', endedAt: null });
  });

  test('answers the running job to a second start of the same key', async () => {
    const starts = [1, 2, 3].map(() => lab.jobs.start('scan', 'Scan', STOPPABLE, untilAborted));
    const ids = new Set((await Promise.all(starts)).map(({ id }) => id));
    expect(ids.size).toBe(1);
    const other = await lab.jobs.start('scan', 'B', { ...STOPPABLE, key: 'b' }, untilAborted);
    expect(ids.has(other.id)).toBe(false);
  });

  test('tells of progress at most five times a second, the last state included', async () => {
    let report: ReportProgress = () => undefined;
    let finish: () => void = () => undefined;
    const job = await lab.jobs.start('scan', 'Scan', STOPPABLE, (tell) => {
      report = tell;
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    lab.told.jobs.length = 0;
    for (let done = 1; done <= 100; done += 1) {
      report({ done });
      await lab.clock.advance(10);
    }
    expect(lab.told.jobs.length).toBeGreaterThanOrEqual(4);
    expect(lab.told.jobs.length).toBeLessThanOrEqual(6);
    finish();
    await lab.jobs.settled(job.id);
    expect(lab.told.jobs.at(-1)).toMatchObject({ state: 'done', done: 100 });
  });

  test('stops a job that is cancelled', async () => {
    const job = await lab.jobs.start('scan', 'Scan', STOPPABLE, untilAborted);
    expect(await lab.jobs.cancel(job.id)).toMatchObject({ state: 'cancelled', error: null });
    expect(await lab.store.jobs.get(job.id)).toMatchObject({ state: 'cancelled' });
  });

  test('refuses to cancel a job that cannot be stopped', async () => {
    let finish: () => void = () => undefined;
    const work = (): Promise<void> => new Promise((resolve) => (finish = resolve));
    const job = await lab.jobs.start('horizon', 'Plan', { cancelNote: null }, work);
    await expect(lab.jobs.cancel(job.id)).rejects.toMatchObject({ code: 'conflict' });
    finish();
    await lab.jobs.settled(job.id);
  });

  test('reports an expected failure with its remedy, and an unexpected one only as such', async () => {
    const faults: unknown[] = [];
    const jobs = createJobs({
      store: lab.store,
      clock: lab.clock,
      onChange: () => undefined,
      onRemove: () => undefined,
      onFault: (_, error) => faults.push(error),
    });
    const refusal = new AppError('source-unreachable', 'No drive.', { remedy: 'Plug it in.' });
    const expected = await jobs.start('scan', 'A', STOPPABLE, () => Promise.reject(refusal));
    expect(await jobs.settled(expected.id)).toMatchObject({
      state: 'failed',
      error: 'No drive. Plug it in.',
    });
    const fault = new Error('secret path');
    const odd = await jobs.start('scan', 'B', STOPPABLE, () => Promise.reject(fault));
    const { state, error } = await jobs.settled(odd.id);
    expect(state).toBe('failed');
    expect(error).not.toContain('secret');
    expect(faults).toEqual([fault]);
  });

  test('dismisses ended jobs only', async () => {
    const job = await lab.jobs.start('scan', 'Scan', STOPPABLE, untilAborted);
    await expect(lab.jobs.dismiss(job.id)).rejects.toMatchObject({ code: 'conflict' });
    await lab.jobs.cancel(job.id);
    await lab.jobs.dismiss(job.id);
    expect(await lab.jobs.list()).toEqual([]);
    expect(lab.told.removed).toEqual([job.id]);
    const unknown = JobId.parse('unknown');
    await expect(lab.jobs.dismiss(unknown)).rejects.toMatchObject({ code: 'not-found' });
    await expect(lab.jobs.cancel(unknown)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('marks what runs at the end of the station as interrupted and starts nothing more', async () => {
    const job = await lab.jobs.start('scan', 'Scan', STOPPABLE, untilAborted);
    await lab.jobs.stop();
    expect(await lab.store.jobs.get(job.id)).toMatchObject({ state: 'interrupted' });
    const again = lab.jobs.start('scan', 'Scan', STOPPABLE, untilAborted);
    await expect(again).rejects.toMatchObject({ code: 'unavailable' });
  });
});
