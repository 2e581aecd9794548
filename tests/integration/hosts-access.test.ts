import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import {
  runJson,
  runRetrovue,
  type ServedProcess,
  serveRetrovue,
} from '#tests/helpers/command-line.ts';

let folder: string;
let data: string;
let served: ServedProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-access-'));
  data = join(folder, 'data');
});

afterEach(async () => {
  // It may have ended already.
  await served.kill().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

/** What the station says first to a page that comes with a greeting: a session, an answer, or the code of its refusal. */
function greet(greeting: object): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${served.controlUrl.replace('http', 'ws')}/contract`);
    socket.onopen = () => {
      socket.send(JSON.stringify(greeting));
      socket.send(JSON.stringify({ id: 1, method: 'channel.list', input: {} }));
    };
    socket.onmessage = ({ data: text }) => {
      resolve(JSON.parse(String(text)));
      socket.close();
    };
    socket.onclose = ({ code }) => {
      resolve(code);
    };
  });
}

function codeIn(url: unknown): string {
  return /#code=(\S+)$/.exec(String(url))?.[1] ?? '';
}

describe('the interface of a running station', () => {
  test('lets a page in by the address that a command prints, once', async () => {
    served = await serveRetrovue(data);
    const { code: exit, json } = await runJson(data, ['open', '--print']);
    expect(exit).toBe(0);
    const code = codeIn(json['url']);
    const first = (await greet({ code })) as { session: string };
    expect(first.session).toMatch(/^\d+\./);
    expect(await greet({ code })).toBe(4401);
    expect(await greet({ token: first.session })).toMatchObject({ id: 1, ok: true });

    const renewed = await runJson(data, ['key', 'renew', '--yes']);
    expect(renewed.code).toBe(0);
    expect(await greet({ token: first.session })).toBe(4401);
    expect(await greet({ code: codeIn(renewed.json['url']) })).toHaveProperty('session');
    expect((await runRetrovue(data, ['status'])).stdout).toContain('Runs:');
  });

  test('has its key in no output and no list of processes', async () => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    const seen = join(folder, 'seen');
    await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\necho "$@" >> ${seen}\n`);
    await chmod(join(bin, 'xdg-open'), 0o755);
    const env = { DISPLAY: ':0', PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
    served = await serveRetrovue(data, ['--open'], env);
    const key = readControlKey(dataPathsOf(data).key) ?? '';
    expect(key).toHaveLength(43);
    const again = await runRetrovue(data, ['serve', '--open'], env);
    const opened = await runRetrovue(data, ['open'], env);
    const refused = await runRetrovue(data, ['serve'], env);
    expect([again.code, opened.code, refused.code]).toEqual([1, 0, 1]);
    const outcome = await served.stop();
    const printed = [again, opened, refused, outcome].map(({ stdout, stderr }) => stdout + stderr);
    await expect
      .poll(async () => (await readFile(seen, 'utf8')).split('\n').filter(Boolean).length)
      .toBe(3);
    const everything = [...printed, await readFile(seen, 'utf8')].join('\n');
    expect(everything).toContain('#code=');
    expect(everything).not.toContain(key);
    expect(everything).not.toContain('#token=');
  });
});
