import { z } from 'zod';

import type { Job } from '#shared/model/job.ts';

import { readJson } from '../column-values.ts';
import type { Database } from '../database.ts';
import type { JobRepository } from './job-port.ts';
import type { JobRow } from '../tables/station-tables.ts';

function toRow(job: Job): JobRow {
  return {
    id: job.id,
    kind: job.kind,
    title: job.title,
    state: job.state,
    phase: job.phase,
    done: job.done,
    total: job.total,
    cancel_note: job.cancelNote,
    problems: JSON.stringify(job.problems),
    error: job.error,
    started_at: job.startedAt,
    ended_at: job.endedAt,
  };
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    phase: row.phase,
    done: row.done,
    total: row.total,
    cancelNote: row.cancel_note,
    problems: readJson(z.array(z.string()), row.problems, 'jobs.problems'),
    error: row.error,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

export function createJobRepository(db: Database): JobRepository {
  return {
    /** Newest first. */
    async list() {
      const rows = await db
        .selectFrom('jobs')
        .selectAll()
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toJob);
    },

    async get(id) {
      const query = db.selectFrom('jobs').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row ? toJob(row) : null;
    },

    async save(job) {
      const row = toRow(job);
      const { id: _id, ...changes } = row;
      await db
        .insertInto('jobs')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
        .execute();
    },

    async delete(id) {
      await db.deleteFrom('jobs').where('id', '=', id).execute();
    },

    async interruptRunning(at) {
      await db
        .updateTable('jobs')
        .set({ state: 'interrupted', ended_at: at })
        .where('state', '=', 'running')
        .execute();
    },
  };
}
