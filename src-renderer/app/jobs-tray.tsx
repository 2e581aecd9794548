import { Ban, CircleCheck, CirclePause, CircleX, X } from 'lucide-react';
import { useCallback } from 'react';

import type { Job } from '#shared/model/job.ts';

import { useBlockedReason, useStation, useView } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { durationText } from '../stores/time-text.ts';
import { Button, IconButton, Spinner } from '../ui/button.tsx';
import { TickingText } from '../ui/ticking.tsx';

const MARKS: Record<Job['state'], React.ReactNode> = {
  running: <Spinner />,
  done: <CircleCheck size={14} className="text-next" aria-label="Done" />,
  failed: <CircleX size={14} className="text-air" aria-label="Failed" />,
  cancelled: <Ban size={14} className="text-ink-3" aria-label="Cancelled" />,
  interrupted: <CirclePause size={14} className="text-override" aria-label="Interrupted" />,
};

/** Long work: how far it is, how long it has taken, a way to stop it. Never in the way. */
export function JobsTray() {
  const { view } = useServices();
  const isOpen = useView((state) => state.isJobsTrayOpen);
  const jobs = useStation((state) => state.jobs);
  if (!isOpen) return null;
  return (
    <aside
      aria-label="Jobs"
      data-testid="jobs-tray"
      className="appear absolute top-2 right-2 z-30 flex max-h-[70%] w-96 flex-col rounded-plate border border-edge bg-raised shadow-2xl"
    >
      <header className="flex items-center justify-between border-b border-line py-1 pr-1 pl-3">
        <h2 className="kicker">Jobs</h2>
        <IconButton
          label="Close the jobs"
          icon={<X size={16} />}
          onPress={() => {
            view.showJobs(false);
          }}
        />
      </header>
      {jobs.length === 0 ? (
        <p className="p-4 text-13 text-ink-3">
          Nothing is running. Scans, loudness measuring and the demo station show up here.
        </p>
      ) : (
        <ul className="min-h-0 overflow-auto" tabIndex={0} aria-label="Jobs">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </aside>
  );
}

/** One job. */
export function JobRow({ job }: { readonly job: Job }) {
  const { client, clock, notices } = useServices();
  const blockedReason = useBlockedReason();
  const elapsed = useCallback(
    (nowAt: number) => durationText((job.endedAt ?? nowAt) - job.startedAt),
    [job.startedAt, job.endedAt],
  );
  const share = job.total === null || job.total === 0 ? null : job.done / job.total;
  return (
    <li
      className="flex flex-col gap-1 border-b border-line p-3 last:border-0"
      data-testid="job"
      data-id={job.id}
      data-state={job.state}
    >
      <div className="flex items-center gap-2">
        {MARKS[job.state]}
        <span className="min-w-0 flex-1 truncate font-medium">{job.title}</span>
        <TickingText
          onTick={clock.onTick}
          format={elapsed}
          className="font-mono text-12 text-ink-3"
        />
        {job.state === 'running' ? null : (
          <IconButton
            label={`Dismiss ${job.title}`}
            icon={<X size={14} />}
            blockedReason={blockedReason}
            onPress={() => {
              void notices.attempt('Dismiss the job', () =>
                client.call('job.dismiss', { id: job.id }),
              );
            }}
          />
        )}
      </div>
      {job.state === 'running' ? (
        <div
          role="progressbar"
          aria-label={job.title}
          aria-valuemin={0}
          aria-valuemax={100}
          {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
          className="h-1 bg-hover"
        >
          <div
            className="h-full bg-accent"
            style={{ width: `${String((share ?? 0.15) * 100)}%` }}
          />
        </div>
      ) : null}
      <p className="flex justify-between gap-2 text-12 text-ink-2">
        <span className="truncate">{job.error ?? job.phase}</span>
        <span className="shrink-0 font-mono text-ink-3">
          {job.total === null ? job.done : `${String(job.done)} of ${String(job.total)}`}
        </span>
      </p>
      {job.problems.length === 0 ? null : (
        <details className="text-12 text-conflict">
          <summary className="cursor-default py-0.5">
            {job.problems.length} {job.problems.length === 1 ? 'problem' : 'problems'}
          </summary>
          <ul className="list-disc pl-4">
            {job.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </details>
      )}
      {job.state === 'running' && job.cancelNote !== null ? (
        <div className="flex items-center justify-between gap-2">
          <span className="text-12 text-ink-3">{job.cancelNote}</span>
          <Button
            blockedReason={blockedReason}
            onPress={() => {
              void notices.attempt('Cancel the job', () =>
                client.call('job.cancel', { id: job.id }),
              );
            }}
          >
            Cancel
          </Button>
        </div>
      ) : null}
    </li>
  );
}
