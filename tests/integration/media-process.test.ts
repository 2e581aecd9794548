import { access, chmod, readFile, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { describe, expect, test, vi } from 'vitest';

import { resolveFfmpeg } from '#main/media/resolve-ffmpeg.ts';
import { runProcess } from '#main/media/run-process.ts';
import { REAL_TIME, runTool, testTools, withTempFolder } from '#tests/helpers/test-media.ts';

const RUN_PROCESS = new URL('../../src-main/media/run-process.ts', import.meta.url).href;
const SYSTEM_CLOCK = new URL('../../src-main/clock/system-clock.ts', import.meta.url).href;

function shell(script: string): { command: string; args: string[] } {
  return { command: '/bin/sh', args: ['-c', script] };
}

/** Source of a program that starts a long process with its number in the file, and ends once that runs. */
function endsAtOnce(file: string): string {
  return `
    import { existsSync } from 'node:fs';
    const { runProcess } = await import('${RUN_PROCESS}');
    const { createSystemClock } = await import('${SYSTEM_CLOCK}');
    const args = ['-c', 'sleep 1000 & echo $! > ${file}; wait'];
    void runProcess({ command: '/bin/sh', args, stallMs: 60000 }, { clock: createSystemClock() });
    setInterval(() => existsSync('${file}') && process.exit(0), 10);
  `;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitForEnd(file: string): Promise<void> {
  const pid = Number(await readFile(file, 'utf8'));
  await vi.waitFor(() => {
    expect(isRunning(pid)).toBe(false);
  }, 5_000);
}

describe('runProcess', () => {
  test('collects output and keeps the last 4 KB of complaints', async () => {
    const script = 'printf out; i=0; while [ $i -lt 900 ]; do echo line-$i >&2; i=$((i+1)); done';
    const { stdout, stderr } = await runTool(shell(script));
    expect(stdout.toString()).toBe('out');
    expect(stderr).toHaveLength(4_096);
    expect(stderr.endsWith('line-899\n')).toBe(true);
  });

  test.each([
    ['urgent work', 'urgent', 0],
    ['usual work', 'usual', 5],
    ['background work', 'background', 10],
    ['what is called neither', undefined, 5],
  ] as const)(
    'runs %s where it stands to what serves viewers',
    async (_what, urgency, niceness) => {
      // It is told where it stands a moment after it was started.
      const request = { ...shell('sleep 0.3; nice'), ...(urgency && { urgency }) };
      const { stdout } = await runTool(request);
      expect(Number(stdout.toString())).toBe(Math.max(getPriority(0), niceness));
    },
  );

  test('gives its input and then closes it', async () => {
    const { stdout } = await runTool({ command: '/bin/cat', args: [], input: Buffer.from('x') });
    expect(stdout.toString()).toBe('x');
    expect((await runTool({ command: '/bin/cat', args: [] })).stdout).toHaveLength(0);
  });

  test('passes arguments as they are, without a shell', async () => {
    const odd = '$(echo no) `no` ; * "\'\n';
    const { stdout } = await runTool({ command: '/usr/bin/printf', args: ['%s', odd] });
    expect(stdout.toString()).toBe(odd);
  });

  test('tells exit code, signal and complaints of a failure', async () => {
    await expect(runTool(shell('echo why >&2; exit 3'))).rejects.toMatchObject({
      code: 'process-failed',
      details: { exitCode: 3, signal: null, stderr: 'why\n' },
    });
    await expect(runTool(shell('kill -SEGV $$'))).rejects.toMatchObject({
      code: 'process-failed',
      details: { exitCode: null, signal: 'SIGSEGV' },
    });
    await expect(runTool({ command: '/nonexistent/x', args: [] })).rejects.toMatchObject({
      code: 'process-failed',
    });
  });

  // The children hold the pipes: the call can only settle when the whole group is gone.
  test('ends the whole process group when cancelled', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'started');
      const cancel = new AbortController();
      const running = runProcess(
        { ...shell(`sleep 1000 & echo $! > ${file}; wait`), stallMs: 60_000 },
        { ...REAL_TIME, signal: cancel.signal },
      );
      await vi.waitFor(() => access(file), 5_000);
      cancel.abort();
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      await waitForEnd(file);
    });
  });

  test('runs nothing when it was cancelled before', async () => {
    const running = runProcess(
      { ...shell('exit 0'), stallMs: 60_000 },
      { ...REAL_TIME, signal: AbortSignal.abort() },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('ends a process that makes no progress', async () => {
    const running = runProcess({ ...shell('sleep 1000 & wait'), stallMs: 200 }, REAL_TIME);
    await expect(running).rejects.toMatchObject({
      code: 'process-failed',
      details: { stalled: true },
    });
  });

  test('kills a group that does not heed the request to end', async () => {
    const script = 'trap "" TERM; while :; do sleep 1000; done';
    const running = runProcess({ ...shell(script), stallMs: 200 }, REAL_TIME);
    await expect(running).rejects.toMatchObject({
      code: 'process-failed',
      details: { signal: 'SIGKILL' },
    });
  });

  test('kills what a program has left behind and what was stopped, when it does not heed the request to end', async () => {
    await withTempFolder(async (folder) => {
      const [left, stopped] = [join(folder, 'left'), join(folder, 'stopped')];
      const endures = async (script: string, file: string): Promise<void> => {
        const running = runProcess({ ...shell(script), stallMs: 200 }, REAL_TIME);
        await expect(running).rejects.toMatchObject({ details: { stalled: true } });
        await waitForEnd(file);
      };
      await Promise.all([
        endures(`(trap "" TERM; while :; do sleep 1000; done) & echo $! > ${left}; exit 0`, left),
        endures(`echo $$ > ${stopped}; kill -STOP $$`, stopped),
      ]);
    });
  });

  test('ends what runs when its own process ends, or the thread that started it', async () => {
    await withTempFolder(async (folder) => {
      const [ofProcess, ofThread] = [join(folder, 'process'), join(folder, 'thread')];
      const args = ['--input-type=module', '-e', endsAtOnce(ofProcess)];
      await runTool({ command: process.execPath, args });
      await waitForEnd(ofProcess);
      const code = encodeURIComponent(endsAtOnce(ofThread));
      const thread = new Worker(new URL(`data:text/javascript,${code}`), { execArgv: [] });
      await new Promise((resolve) => thread.once('exit', resolve));
      await waitForEnd(ofThread);
    });
  });

  test('ends a process that floods its output', async () => {
    const running = runTool({ command: '/usr/bin/yes', args: [], stdoutLimitBytes: 10_000 });
    await expect(running).rejects.toMatchObject({ code: 'process-failed' });
  });
});

describe('resolveFfmpeg', () => {
  test('finds a working pair and its version', async () => {
    const tools = await testTools();
    expect(tools.version).toMatch(/\d/);
    const env = { PATH: dirname(tools.ffmpegPath) };
    const again = await resolveFfmpeg({ settingPath: tools.ffmpegPath, env }, REAL_TIME);
    expect(again.ffprobePath).toBe(join(dirname(tools.ffmpegPath), 'ffprobe'));
  });

  test('refuses a wrong setting instead of passing it over', async () => {
    const { ffmpegPath } = await testTools();
    const env = { FFMPEG_BIN: ffmpegPath, PATH: process.env['PATH'] };
    await expect(
      resolveFfmpeg({ settingPath: '/nonexistent/ffmpeg', env }, REAL_TIME),
    ).rejects.toMatchObject({
      code: 'ffmpeg-unavailable',
      details: { attempts: [expect.stringContaining('/nonexistent/ffmpeg')] },
    });
    await expect(
      resolveFfmpeg({ env: { ...env, FFMPEG_BIN: '/nonexistent/bin' } }, REAL_TIME),
    ).rejects.toMatchObject({ code: 'ffmpeg-unavailable' });
  });

  test('refuses a program that crashes while encoding', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'ffmpeg');
      const script =
        '#!/bin/sh\nfor a; do [ "$a" = -version ] && echo "ffmpeg version 9" && exit 0; done\nkill -SEGV $$\n';
      await writeFile(path, script);
      await chmod(path, 0o755);
      await expect(resolveFfmpeg({ settingPath: path, env: {} }, REAL_TIME)).rejects.toMatchObject({
        details: { attempts: [expect.stringContaining('SIGSEGV')] },
      });
    });
  });

  test('lists every attempt and the remedy when there is none', async () => {
    await expect(resolveFfmpeg({ env: { PATH: '' } }, REAL_TIME)).rejects.toMatchObject({
      code: 'ffmpeg-unavailable',
      details: {
        attempts: expect.arrayContaining([expect.stringContaining('PATH')]) as unknown,
        remedy: expect.stringContaining('Install ffmpeg') as unknown,
      },
    });
  });
});
