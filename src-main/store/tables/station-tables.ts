import type { JobId } from '#shared/model/ids.ts';
import type { Job } from '#shared/model/job.ts';
import type { EpochMs } from '#shared/time/units.ts';

export interface SettingRow {
  name: string;
  value: string;
}

export interface FactRow {
  name: string;
  value: string;
}

export interface JobRow {
  id: JobId;
  kind: Job['kind'];
  title: string;
  state: Job['state'];
  phase: string;
  done: number;
  total: number | null;
  cancel_note: string | null;
  problems: string;
  error: string | null;
  started_at: EpochMs;
  ended_at: EpochMs | null;
}

export interface StationTables {
  settings: SettingRow;
  facts: FactRow;
  jobs: JobRow;
}
