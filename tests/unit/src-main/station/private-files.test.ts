import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { provideControlKey, readControlKey, renewControlKey } from '#main/station/control-key.ts';
import { dataPathsOf, holdDataFolder, readHolder } from '#main/station/data-folder.ts';
import { readPrivateFile } from '#main/station/private-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-private-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

function hold(path = folder): void {
  holdDataFolder(path, 'test').release();
}

const KEY = `${'k'.repeat(43)}\n`;

describe.skipIf(process.platform === 'win32')('an existing data folder', () => {
  test('is made its owner’s alone, with its key and its log', async () => {
    const paths = dataPathsOf(folder);
    await writeFile(paths.key, KEY);
    await writeFile(paths.log, '');
    for (const path of [paths.key, paths.log]) await chmod(path, 0o666);
    await chmod(folder, 0o777);
    hold();
    expect(await modeOf(folder)).toBe(0o700);
    expect(await modeOf(paths.log)).toBe(0o600);
  });

  test('keeps a key that was private, and no other', async () => {
    const paths = dataPathsOf(folder);
    await writeFile(paths.key, KEY, { mode: 0o600 });
    hold();
    expect(readControlKey(paths.key)).toBe(KEY.trim());
    await chmod(paths.key, 0o640);
    hold();
    expect(readControlKey(paths.key)).toBeNull();
    expect(provideControlKey(paths.key)).not.toBe(KEY.trim());
    expect(await modeOf(paths.key)).toBe(0o600);
  });

  test('may be named by way of a link', async () => {
    const link = join(folder, 'link');
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), link);
    expect(() => {
      hold(link);
    }).not.toThrow();
  });

  test.each(['key', 'log', 'lock'] as const)('is refused while its %s is a link', async (name) => {
    const target = join(folder, 'target');
    await writeFile(target, 'precious');
    await symlink(target, dataPathsOf(folder)[name]);
    expect(hold).toThrow(
      expect.objectContaining({
        code: 'unavailable',
        message: expect.stringContaining('link') as string,
        details: expect.objectContaining({ field: 'data' }) as object,
      }) as Error,
    );
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  test('is refused to a user whose it is not, with the owner’s number', async () => {
    const { uid } = await stat(folder);
    vi.spyOn(process, 'getuid').mockReturnValue(uid + 4_711);
    expect(hold).toThrow(/belongs to another user/);
  });

  test('is not written to by way of links that stand where its drafts go', async () => {
    const target = join(folder, 'target');
    await writeFile(target, 'precious');
    await symlink(target, `${dataPathsOf(folder).holder}.new`);
    await symlink(target, `${dataPathsOf(folder).key}.new`);
    hold();
    renewControlKey(dataPathsOf(folder).key);
    expect(await readFile(target, 'utf8')).toBe('precious');
  });
});

describe.skipIf(process.platform === 'win32')('what others could have written', () => {
  test('is not read', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'mine');
    expect(readPrivateFile(path)).toBe('mine');
    await chmod(path, 0o622);
    expect(readPrivateFile(path)).toBeNull();
    await chmod(path, 0o600);
    await symlink(path, join(folder, 'link'));
    expect(readPrivateFile(join(folder, 'link'))).toBeNull();
    const { uid } = await stat(path);
    vi.spyOn(process, 'getuid').mockReturnValue(uid + 4_711);
    expect(readPrivateFile(path)).toBeNull();
  });

  test('is no key', async () => {
    const path = dataPathsOf(folder).key;
    await writeFile(path, KEY, { mode: 0o600 });
    expect(provideControlKey(path)).toBe(KEY.trim());
    await chmod(path, 0o666);
    expect(readControlKey(path)).toBeNull();
  });
});

describe('the address of the station that holds a folder', () => {
  const holder = (controlUrl: unknown): string =>
    JSON.stringify({ pid: 1, host: 'serve', controlUrl });

  test.each(['http://127.0.0.1:8778', 'http://localhost:8778', 'http://[::1]:8778'])(
    'is believed: %s',
    async (url) => {
      await writeFile(dataPathsOf(folder).holder, holder(url), { mode: 0o600 });
      expect(readHolder(folder)?.controlUrl).toBe(url);
    },
  );

  test.each([
    'http://evil.example:8778',
    'http://127.0.0.1.evil.example:8778',
    'http://127.0.0.1@evil.example:8778',
    'http://user:secret@127.0.0.1:8778',
    'https://127.0.0.1:8778',
    'http://127.0.0.1',
    'http://127.0.0.1:8778/path',
    'http://127.0.0.1:8778#x',
    'http://0.0.0.0:8778',
    'http://10.0.0.1:8778',
    'http://2130706433:8778',
    'file:///etc/passwd',
    'nonsense',
    '',
    7,
  ])('is not believed: %s', async (url) => {
    await writeFile(dataPathsOf(folder).holder, holder(url), { mode: 0o600 });
    expect(readHolder(folder)).toBeNull();
  });

  test.skipIf(process.platform === 'win32')(
    'is not believed when others could write it',
    async () => {
      const { holder: path } = dataPathsOf(folder);
      await writeFile(path, holder('http://127.0.0.1:8778'));
      await chmod(path, 0o666);
      expect(readHolder(folder)).toBeNull();
    },
  );
});
