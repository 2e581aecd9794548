import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { JobRepository } from '#main/store/repositories/job-port.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { JobId } from '#shared/model/ids.ts';
import type { Job } from '#shared/model/job.ts';
import { compareText } from '#shared/model/natural-order.ts';

/** Progress is told at most five times a second. */
const PROGRESS_PERIOD_MS = 200;
/** Problems kept for the operator; the rest are only counted by whoever runs the job. */
const PROBLEMS_KEPT = 20;

/** What a running job tells about itself; every field stands alone and replaces the one before. */
export interface JobProgress {
  readonly phase?: string;
  readonly done?: number;
  readonly total?: number | null;
  /** One sentence, added to the job's problems. */
  readonly problem?: string;
}

export type ReportProgress = (progress: JobProgress) => void;
export type RunJob = (report: ReportProgress, signal: AbortSignal) => Promise<void>;

export interface StartOptions {
  /** Says what stopping leaves behind; `null` when the job cannot be stopped. */
  readonly cancelNote: string | null;
  /** One job runs per key at a time; the kind unless told otherwise. */
  readonly key?: string;
}

export interface Jobs {
  /** Starts work in the background. Where one with the same key is running, that one is answered. */
  start(kind: Job['kind'], title: string, options: StartOptions, run: RunJob): Promise<Job>;
  /** Running and ended jobs, newest first. */
  list(): Promise<Job[]>;
  /** Asks a job to stop and answers it as it ended. `not-found`, or `conflict` when it cannot be stopped. */
  cancel(id: JobId): Promise<Job>;
  /** Forgets an ended job. `not-found`, or `conflict` while it is running. */
  dismiss(id: JobId): Promise<void>;
  /** The running job with this key, if there is one. */
  running(key: string): Job | null;
  /** Resolves with the job when it has ended. */
  settled(id: JobId): Promise<Job>;
  /** Stops everything, for the end of the station; what ran is marked interrupted. */
  stop(): Promise<void>;
}

export interface JobsDependencies {
  readonly store: { readonly jobs: JobRepository };
  readonly clock: MasterClock;
  readonly onChange: (job: Job) => void;
  readonly onRemove: (id: JobId) => void;
  /** Told of errors that nobody expected: of the work, which the operator sees only as "unexpected", and of saving its end. */
  readonly onFault: (job: Job, error: unknown) => void;
}

interface RunningJob {
  readonly key: string;
  readonly controller: AbortController;
  job: Job;
  /** Resolves when the end has been saved. */
  ended: Promise<Job>;
}

/** Long work that is watched, cancelled and remembered. Saved at its start and its end; told of in between. */
export function createJobs(dependencies: JobsDependencies): Jobs {
  const { store, clock, onChange, onRemove } = dependencies;
  const live = new Map<JobId, RunningJob>();
  /** Ended jobs whose end could not be saved: the store has them running still. */
  const unsaved = new Map<JobId, Job>();
  let isStopping = false;

  function byKey(key: string): RunningJob | undefined {
    return [...live.values()].find((running) => running.key === key);
  }

  async function start(
    kind: Job['kind'],
    title: string,
    options: StartOptions,
    run: RunJob,
  ): Promise<Job> {
    if (isStopping) {
      throw new AppError('unavailable', 'The station is closing.', {
        remedy: 'Start the work again when the station is back.',
      });
    }
    const key = options.key ?? kind;
    const existing = byKey(key);
    if (existing) return existing.job;
    const running: RunningJob = {
      key,
      controller: new AbortController(),
      job: newJob(kind, title, options.cancelNote, clock.nowAt()),
      ended: Promise.reject(new Error('not started')),
    };
    running.ended.catch(() => undefined);
    live.set(running.job.id, running);
    const started = running.job;
    const saved = store.jobs.save(started);
    running.ended = saved.then(
      () => carryOut(running, run),
      (error: unknown) => {
        live.delete(started.id);
        throw error;
      },
    );
    running.ended.catch(() => undefined);
    await saved;
    onChange(running.job);
    return running.job;
  }

  async function carryOut(running: RunningJob, run: RunJob): Promise<Job> {
    const throttle = createThrottle(clock, () => {
      onChange(running.job);
    });
    const { signal } = running.controller;
    let end: Pick<Job, 'state' | 'error'>;
    try {
      await run((progress) => {
        running.job = withProgress(running.job, progress);
        throttle.touch();
      }, signal);
      end = { state: signal.aborted ? stoppedState() : 'done', error: null };
    } catch (error) {
      end = signal.aborted
        ? { state: stoppedState(), error: null }
        : { state: 'failed', error: sentenceOf(error) };
      if (!signal.aborted && !(error instanceof AppError)) {
        dependencies.onFault(running.job, error);
      }
    }
    throttle.stop();
    running.job = { ...running.job, ...end, endedAt: clock.nowAt() };
    const ended = running.job;
    try {
      await store.jobs.save(ended);
    } catch (error) {
      // It has ended, whether or not that could be kept; at the next start of the station it counts as interrupted.
      unsaved.set(ended.id, ended);
      dependencies.onFault(ended, error);
    }
    live.delete(ended.id);
    onChange(ended);
    return ended;
  }

  function stoppedState(): Job['state'] {
    return isStopping ? 'interrupted' : 'cancelled';
  }

  async function find(id: JobId): Promise<Job> {
    const job = live.get(id)?.job ?? unsaved.get(id) ?? (await store.jobs.get(id));
    if (!job) throw notFound('job', id);
    return job;
  }

  return {
    start,
    async list() {
      const jobs = new Map((await store.jobs.list()).map((job) => [job.id, job]));
      for (const [id, job] of unsaved) jobs.set(id, job);
      for (const { job } of live.values()) jobs.set(job.id, job);
      return [...jobs.values()].sort(
        (a, b) => b.startedAt - a.startedAt || compareText(a.id, b.id),
      );
    },
    async cancel(id) {
      const running = live.get(id);
      if (!running) return find(id);
      if (running.job.cancelNote === null) {
        throw new AppError('conflict', `"${running.job.title}" cannot be stopped.`, {
          field: 'id',
          remedy: 'Wait until it has ended.',
        });
      }
      running.controller.abort(new AppError('cancelled', 'Stopped by the operator.'));
      return running.ended;
    },
    async dismiss(id) {
      if (live.has(id)) {
        throw new AppError('conflict', 'The job is still running.', {
          field: 'id',
          remedy: 'Cancel it first, or wait until it has ended.',
        });
      }
      await find(id);
      await store.jobs.delete(id);
      unsaved.delete(id);
      onRemove(id);
    },
    running: (key) => byKey(key)?.job ?? null,
    settled: async (id) => live.get(id)?.ended ?? find(id),
    async stop() {
      isStopping = true;
      const running = [...live.values()];
      for (const { controller } of running) {
        controller.abort(new AppError('cancelled', 'The station is closing.'));
      }
      await Promise.allSettled(running.map(({ ended }) => ended));
    },
  };
}

function newJob(
  kind: Job['kind'],
  title: string,
  cancelNote: string | null,
  startedAt: number,
): Job {
  return {
    id: JobId.parse(randomUUID()),
    kind,
    title,
    state: 'running',
    phase: 'Starting',
    done: 0,
    total: null,
    cancelNote,
    problems: [],
    error: null,
    startedAt,
    endedAt: null,
  };
}

function withProgress(job: Job, progress: JobProgress): Job {
  const { problem, ...fields } = progress;
  const problems =
    problem === undefined || job.problems.length >= PROBLEMS_KEPT
      ? job.problems
      : [...job.problems, problem];
  return { ...job, ...fields, problems };
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) return 'Something unexpected went wrong; see the log.';
  const { remedy } = error.details;
  return remedy === undefined ? error.message : `${error.message} ${remedy}`;
}

/** Runs `tell` at once when it has been quiet, else once at the end of the period. */
function createThrottle(
  clock: MasterClock,
  tell: () => void,
): { touch: () => void; stop: () => void } {
  let toldAtMs = -Infinity;
  let cancelPending: (() => void) | null = null;
  const now = (): void => {
    cancelPending = null;
    toldAtMs = clock.monotonicMs();
    tell();
  };
  return {
    touch() {
      if (cancelPending) return;
      const waitMs = toldAtMs + PROGRESS_PERIOD_MS - clock.monotonicMs();
      if (waitMs <= 0) now();
      else cancelPending = clock.callAt(clock.nowAt() + Math.ceil(waitMs), now);
    },
    stop: () => cancelPending?.(),
  };
}
