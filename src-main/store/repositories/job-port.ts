import type { JobId } from '#shared/model/ids.ts';
import type { Job } from '#shared/model/job.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** Reads jobs. */
export interface JobReader {
  list(): Promise<Job[]>;
  get(id: JobId): Promise<Job | null>;
}

/** Changes jobs. */
export interface JobWriter {
  save(job: Job): Promise<void>;
  delete(id: JobId): Promise<void>;
  /** At start: what a crash left running becomes `interrupted`. */
  interruptRunning(at: EpochMs): Promise<void>;
}

export interface JobRepository extends JobReader, JobWriter {}
