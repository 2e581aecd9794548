import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Readable } from 'node:stream';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs } from '#shared/time/units.ts';

/** What is kept of a child's complaints: enough for a reason, never a flood. */
const STDERR_TAIL_BYTES = 4_096;
const KILL_GRACE_MS = 5_000;
const DEFAULT_STDOUT_LIMIT_BYTES = 512 * 1024 * 1024;
const BACKGROUND_NICENESS = 10;
/** The extra pipe on which ffmpeg reports progress, so that neither output nor complaints are mixed with it. */
export const PROGRESS_PIPE = 'pipe:3';

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** Bytes for standard input, which is closed after them; without it standard input is closed from the start. */
  readonly input?: Uint8Array;
  /** Without a byte on any pipe for this long the process counts as hung and is ended. */
  readonly stallMs?: DurationMs;
  /** Runs at lower priority, for work that nobody waits for. */
  readonly isBackground?: boolean;
  /** Receives standard output as it comes; it is then not collected. */
  readonly onStdout?: (chunk: Buffer) => void;
  readonly stdoutLimitBytes?: number;
}

export interface ProcessSurroundings {
  readonly signal?: AbortSignal | undefined;
  /** Drives the stall watchdog and the grace before a kill. Without a clock there is no watchdog. */
  readonly clock?: MasterClock;
}

export interface ProcessOutcome {
  readonly stdout: Buffer;
  /** The last 4 KB. */
  readonly stderr: string;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group ended between the check and the call.
  }
}

function lowerPriority(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, BACKGROUND_NICENESS);
  } catch {
    // Courtesy only: without the right to change it the work still gets done.
  }
}

/** Why a process was ended by us, if it was. */
type Ending = 'cancelled' | 'stalled' | 'flood' | null;

function failure(
  request: ProcessRequest,
  ending: Ending,
  exitCode: number | null,
  signal: string | null,
  stderr: string,
): AppError {
  if (ending === 'cancelled') return new AppError('cancelled', 'The work was cancelled.');
  const reasons = {
    stalled: `made no progress for ${String(request.stallMs ?? 0)} ms`,
    flood: 'wrote more than it may',
  };
  const reason = ending
    ? reasons[ending]
    : `ended with ${signal ? `signal ${signal}` : `code ${String(exitCode)}`}`;
  return new AppError('process-failed', `${request.command} ${reason}.`, {
    command: [request.command, ...request.args].join(' '),
    exitCode,
    signal,
    stderr,
    stalled: ending === 'stalled',
    remedy: 'Read the last lines of its output; the source file may be damaged.',
  });
}

/**
 * Runs one program to its end: an argument array and no shell, its own process group, standard output collected or
 * streamed, the last 4 KB of complaints kept. Ends the whole group on abort, on a stall and on a flood (SIGTERM, then
 * SIGKILL after 5 s). Rejects with `process-failed` (details command, exitCode, signal, stderr) or `cancelled`.
 */
export function runProcess(
  request: ProcessRequest,
  { signal, clock }: ProcessSurroundings = {},
): Promise<ProcessOutcome> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(failure(request, 'cancelled', null, null, ''));
      return;
    }
    const child = spawn(request.command, [...request.args], {
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: [request.input ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    if (request.isBackground) lowerPriority(child);

    const chunks: Buffer[] = [];
    let stdoutBytes = 0;
    let stderrTail: Buffer = Buffer.alloc(0);
    let ending: Ending = null;
    let cancelKill: (() => void) | null = null;
    let cancelWatch: (() => void) | null = null;
    let lastActivityMs = clock?.monotonicMs() ?? 0;

    const end = (why: Exclude<Ending, null>): void => {
      if (ending) return;
      ending = why;
      killGroup(child, 'SIGTERM');
      if (clock) {
        cancelKill = clock.callAt(clock.nowAt() + KILL_GRACE_MS, () => {
          killGroup(child, 'SIGKILL');
        });
      }
    };
    const onAbort = (): void => {
      end('cancelled');
    };
    const noteActivity = (): void => {
      if (clock) lastActivityMs = clock.monotonicMs();
    };
    const { stallMs } = request;
    if (clock && stallMs !== undefined) {
      cancelWatch = clock.every(Math.max(1, Math.floor(stallMs / 4)), () => {
        if (clock.monotonicMs() - lastActivityMs >= stallMs) end('stalled');
      });
    }
    const settle = (run: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      cancelWatch?.();
      cancelKill?.();
      run();
    };

    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      noteActivity();
      stdoutBytes += chunk.length;
      if (stdoutBytes > (request.stdoutLimitBytes ?? DEFAULT_STDOUT_LIMIT_BYTES)) end('flood');
      else if (request.onStdout) request.onStdout(chunk);
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      noteActivity();
      stderrTail = Buffer.concat([stderrTail, chunk]).subarray(-STDERR_TAIL_BYTES);
    });
    (child.stdio[3] as Readable | null)?.on('data', noteActivity);
    if (child.stdin) {
      // A program that ends before it has read everything says so by its exit code.
      child.stdin.on('error', () => undefined);
      child.stdin.end(request.input);
    }
    child.on('error', (cause) => {
      settle(() => {
        reject(
          new AppError(
            'process-failed',
            `${request.command} cannot be run: ${cause.message}.`,
            {
              command: request.command,
              exitCode: null,
              signal: null,
              stderr: '',
              remedy: 'Check that the program exists and may be executed.',
            },
            { cause },
          ),
        );
      });
    });
    child.on('close', (exitCode, exitSignal) => {
      settle(() => {
        const stderr = stderrTail.toString('utf8');
        if (exitCode === 0 && !ending) resolve({ stdout: Buffer.concat(chunks), stderr });
        else reject(failure(request, ending, exitCode, exitSignal, stderr));
      });
    });
  });
}
