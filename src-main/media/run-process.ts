import { getPriority, setPriority } from 'node:os';

import { execa } from 'execa';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { enrol } from './process-roster.ts';

/** What is kept of a child's complaints: enough for a reason, never a flood. */
const STDERR_TAIL_BYTES = 4_096;
const KILL_GRACE_MS = 5_000;
const DEFAULT_STDOUT_LIMIT_BYTES = 512 * 1024 * 1024;
/** How much of a processor that others want too. What serves viewers is at 0; the station's own thread is a step behind. */
const NICENESS = { urgent: 0, usual: 5, background: 10 } as const;
/** The extra pipe on which ffmpeg reports progress, so that neither output nor complaints are mixed with it. */
export const PROGRESS_PIPE = 'pipe:3';

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** Bytes for standard input, which is closed after them; without it standard input is closed from the start. */
  readonly input?: Uint8Array;
  /** Without a byte on any pipe for this long the process counts as hung and is ended. */
  readonly stallMs: DurationMs;
  /** `urgent` work is on the air in a moment, nobody waits for `background` work; `usual` unless said. */
  readonly urgency?: keyof typeof NICENESS;
  readonly stdoutLimitBytes?: number;
}

export interface ProcessSurroundings {
  /** Drives the watchdog over a process that hangs: real time, whatever pace the station's clock keeps. */
  readonly clock: MasterClock;
  readonly signal?: AbortSignal | undefined;
}

export interface ProcessOutcome {
  readonly stdout: Buffer;
  /** The last 4 KB. */
  readonly stderr: string;
}

function lowerPriority(pid: number, niceness: number): void {
  try {
    // Never ahead of who starts it.
    if (niceness > getPriority(pid)) setPriority(pid, niceness);
  } catch {
    // Courtesy only: without the right to change it the work still gets done.
  }
}

/** Calls `onHung` once when there was no activity for so long. */
function watch(
  clock: MasterClock,
  stallMs: DurationMs,
  onHung: () => void,
): { readonly hasHung: boolean; noteActivity(): void; stop(): void } {
  let lastActivityMs = clock.monotonicMs();
  let hasHung = false;
  const stop = clock.every(Math.max(1, Math.floor(stallMs / 4)), () => {
    if (clock.monotonicMs() - lastActivityMs < stallMs) return;
    stop();
    hasHung = true;
    onHung();
  });
  return {
    get hasHung() {
      return hasHung;
    },
    noteActivity() {
      lastActivityMs = clock.monotonicMs();
    },
    stop,
  };
}

/** What became of a process that did not do its work. */
interface Ending {
  /** Why we ended it, if it was us. */
  readonly why: 'stalled' | 'flood' | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

function failure(request: ProcessRequest, { why, ...ending }: Ending): AppError {
  const reasons = {
    stalled: `made no progress for ${String(request.stallMs)} ms`,
    flood: 'wrote more than it may',
  };
  const { exitCode, signal, stderr } = ending;
  const reason = why
    ? reasons[why]
    : `ended with ${signal === null ? `code ${String(exitCode)}` : `signal ${signal}`}`;
  return new AppError('process-failed', `${request.command} ${reason}.`, {
    command: [request.command, ...request.args].join(' '),
    exitCode,
    signal,
    stderr,
    stalled: why === 'stalled',
    remedy: 'Read the last lines of its output; the source file may be damaged.',
  });
}

function notStarted(command: string, cause: Error): AppError {
  return new AppError(
    'process-failed',
    `${command} cannot be run: ${cause.message}.`,
    {
      command,
      exitCode: null,
      signal: null,
      stderr: '',
      remedy: 'Check that the program exists and may be executed.',
    },
    { cause },
  );
}

/**
 * Runs one program to its end: an argument array and no shell, its own process group, standard output collected, the last
 * 4 KB of complaints kept. Ends the whole group on abort, on a stall, on a flood (SIGTERM, then SIGKILL after 5 s) and with
 * this process. Rejects with `process-failed` (details command, exitCode, signal, stderr) or `cancelled`.
 */
export async function runProcess(
  request: ProcessRequest,
  { clock, signal }: ProcessSurroundings,
): Promise<ProcessOutcome> {
  const cancelled = new AppError('cancelled', 'The work was cancelled.');
  if (signal?.aborted) throw cancelled;
  const { input } = request;
  const running = execa(request.command, request.args, {
    reject: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe'],
    ...(input && { input }),
    buffer: { stdout: true, stderr: false, fd3: false },
    maxBuffer: request.stdoutLimitBytes ?? DEFAULT_STDOUT_LIMIT_BYTES,
    killDescendants: true,
    forceKillAfterDelay: KILL_GRACE_MS,
    ...(signal && { cancelSignal: signal }),
  });
  if (running.pid !== undefined) lowerPriority(running.pid, NICENESS[request.urgency ?? 'usual']);
  const strikeOff = running.pid === undefined ? undefined : enrol(running.pid);

  const watchdog = watch(clock, request.stallMs, () => {
    running.kill();
  });
  let stderrTail: Buffer = Buffer.alloc(0);
  running.stdout.on('data', watchdog.noteActivity);
  running.stderr.on('data', (chunk: Buffer) => {
    watchdog.noteActivity();
    stderrTail = Buffer.concat([stderrTail, chunk]).subarray(-STDERR_TAIL_BYTES);
  });
  running.stdio[3].on('data', watchdog.noteActivity);

  const result = await running;
  watchdog.stop();
  strikeOff?.();
  if (result.isCanceled) throw cancelled;
  const stderr = stderrTail.toString('utf8');
  const { hasHung } = watchdog;
  if (!result.failed && !hasHung) return { stdout: asBuffer(result.stdout), stderr };
  const { exitCode = null, signal: endedBy = null, cause, isMaxBuffer } = result;
  const isNeverStarted = running.pid === undefined;
  if (isNeverStarted && cause instanceof Error) throw notStarted(request.command, cause);
  const why = hasHung ? 'stalled' : isMaxBuffer ? 'flood' : null;
  throw failure(request, { why, exitCode, signal: endedBy, stderr });
}

/** The same bytes, without a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
