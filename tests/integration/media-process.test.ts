import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { resolveFfmpeg } from '#main/media/resolve-ffmpeg.ts';
import { runProcess } from '#main/media/run-process.ts';
import { testTools, withTempFolder } from '#tests/helpers/test-media.ts';

function shell(script: string): { command: string; args: string[] } {
  return { command: '/bin/sh', args: ['-c', script] };
}

describe('runProcess', () => {
  test('collects output and keeps the last 4 KB of complaints', async () => {
    const script = 'printf out; i=0; while [ $i -lt 900 ]; do echo line-$i >&2; i=$((i+1)); done';
    const { stdout, stderr } = await runProcess(shell(script));
    expect(stdout.toString()).toBe('out');
    expect(stderr).toHaveLength(4_096);
    expect(stderr.endsWith('line-899\n')).toBe(true);
  });

  test('gives its input and then closes it', async () => {
    const { stdout } = await runProcess({ command: '/bin/cat', args: [], input: Buffer.from('x') });
    expect(stdout.toString()).toBe('x');
    expect((await runProcess({ command: '/bin/cat', args: [] })).stdout).toHaveLength(0);
  });

  test('passes arguments as they are, without a shell', async () => {
    const odd = '$(echo no) `no` ; * "\'\n';
    const { stdout } = await runProcess({ command: '/usr/bin/printf', args: ['%s', odd] });
    expect(stdout.toString()).toBe(odd);
  });

  test('tells exit code, signal and complaints of a failure', async () => {
    await expect(runProcess(shell('echo why >&2; exit 3'))).rejects.toMatchObject({
      code: 'process-failed',
      details: { exitCode: 3, signal: null, stderr: 'why\n' },
    });
    await expect(runProcess(shell('kill -SEGV $$'))).rejects.toMatchObject({
      code: 'process-failed',
      details: { exitCode: null, signal: 'SIGSEGV' },
    });
    await expect(runProcess({ command: '/nonexistent/x', args: [] })).rejects.toMatchObject({
      code: 'process-failed',
    });
  });

  // The children hold the pipes: the call can only settle when the whole group is gone.
  test('ends the whole process group when cancelled', async () => {
    const cancel = new AbortController();
    const running = runProcess(
      {
        ...shell('sleep 1000 & echo started; wait'),
        onStdout: () => {
          cancel.abort();
        },
      },
      { signal: cancel.signal },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('runs nothing when it was cancelled before', async () => {
    const running = runProcess(shell('exit 0'), { signal: AbortSignal.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('ends a process that makes no progress', async () => {
    const clock = createSystemClock();
    const running = runProcess({ ...shell('sleep 1000 & wait'), stallMs: 200 }, { clock });
    await expect(running).rejects.toMatchObject({
      code: 'process-failed',
      details: { stalled: true },
    });
  });

  test('kills a group that does not heed the request to end', async () => {
    const clock = createSystemClock();
    const script = 'trap "" TERM; while :; do sleep 1000; done';
    const running = runProcess({ ...shell(script), stallMs: 200 }, { clock });
    await expect(running).rejects.toMatchObject({
      code: 'process-failed',
      details: { signal: 'SIGKILL' },
    });
  });

  test('ends a process that floods its output', async () => {
    const running = runProcess({ command: '/usr/bin/yes', args: [], stdoutLimitBytes: 10_000 });
    await expect(running).rejects.toMatchObject({ code: 'process-failed' });
  });
});

describe('resolveFfmpeg', () => {
  test('finds a working pair and its version', async () => {
    const tools = await testTools();
    expect(tools.version).toMatch(/\d/);
    const env = { PATH: dirname(tools.ffmpegPath) };
    const again = await resolveFfmpeg({ settingPath: tools.ffmpegPath, env });
    expect(again.ffprobePath).toBe(join(dirname(tools.ffmpegPath), 'ffprobe'));
  });

  test('refuses a wrong setting instead of passing it over', async () => {
    const { ffmpegPath } = await testTools();
    const env = { FFMPEG_BIN: ffmpegPath, PATH: process.env['PATH'] };
    await expect(resolveFfmpeg({ settingPath: '/nonexistent/ffmpeg', env })).rejects.toMatchObject({
      code: 'ffmpeg-unavailable',
      details: { attempts: [expect.stringContaining('/nonexistent/ffmpeg')] },
    });
    await expect(
      resolveFfmpeg({ env: { ...env, FFMPEG_BIN: '/nonexistent/bin' } }),
    ).rejects.toMatchObject({ code: 'ffmpeg-unavailable' });
  });

  test('refuses a program that crashes while encoding', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'ffmpeg');
      const script =
        '#!/bin/sh\nfor a; do [ "$a" = -version ] && echo "ffmpeg version 9" && exit 0; done\nkill -SEGV $$\n';
      await writeFile(path, script);
      await chmod(path, 0o755);
      await expect(resolveFfmpeg({ settingPath: path, env: {} })).rejects.toMatchObject({
        details: { attempts: [expect.stringContaining('SIGSEGV')] },
      });
    });
  });

  test('lists every attempt and the remedy when there is none', async () => {
    await expect(resolveFfmpeg({ env: { PATH: '' } })).rejects.toMatchObject({
      code: 'ffmpeg-unavailable',
      details: {
        attempts: expect.arrayContaining([expect.stringContaining('PATH')]) as unknown,
        remedy: expect.stringContaining('Install ffmpeg') as unknown,
      },
    });
  });
});
