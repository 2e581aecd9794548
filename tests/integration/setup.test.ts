import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const INSTALLED = path.join(ROOT, 'node_modules/.package-lock.json');

const isDebian =
  existsSync('/etc/os-release') && /debian|ubuntu/.test(readFileSync('/etc/os-release', 'utf8'));
const mayInstall = isDebian && process.getuid?.() === 0;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'retrovue-setup-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs set-up with a PATH that holds nothing but the named programs; they do nothing and succeed. */
function setUp(programs: readonly string[], env: Record<string, string> = {}) {
  for (const name of programs) symlinkSync('/bin/true', path.join(folder, name));
  return spawnSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs')], {
    encoding: 'utf8',
    env: { PATH: folder, HOME: folder, ...env },
  });
}

describe('npm run setup', () => {
  test('installs nothing when everything is there', () => {
    const installedMs = statSync(INSTALLED).mtimeMs;
    const { status, stdout } = setUp(['ffmpeg']);
    expect(status).toBe(0);
    expect(stdout).toBe(`Ready. ffmpeg: ${path.join(folder, 'ffmpeg')}.\n`);
    expect(statSync(INSTALLED).mtimeMs).toBe(installedMs);
  });

  test('refuses a wrong FFMPEG_BIN although another ffmpeg exists', () => {
    const { status, stderr } = setUp(['ffmpeg'], { FFMPEG_BIN: path.join(folder, 'not-there') });
    expect(status).toBe(1);
    expect(stderr).toContain('FFMPEG_BIN is');
    expect(stderr).toContain('Correct it or unset it.');
  });

  test.skipIf(!mayInstall)('installs ffmpeg where it may', () => {
    const script = [
      '#!/bin/sh',
      `echo "$@" >> ${folder}/asked`,
      `[ "$1" = install ] && /bin/ln -s /bin/true ${folder}/ffmpeg`,
      'exit 0',
    ];
    writeFileSync(path.join(folder, 'apt-get'), script.join('\n'), { mode: 0o755 });
    const { status, stdout } = setUp([]);
    expect(status).toBe(0);
    expect(stdout).toContain(`Ready. ffmpeg: ${path.join(folder, 'ffmpeg')}.`);
    const [update, install] = readFileSync(path.join(folder, 'asked'), 'utf8').split('\n');
    expect(update).toMatch(/^update/);
    expect(install).toMatch(/^install -y --no-install-recommends .*ffmpeg$/);
  });

  test('says how to get ffmpeg where it cannot be installed', () => {
    const { status, stdout, stderr } = setUp([]);
    expect(status).toBe(0);
    expect(stdout).toContain('ffmpeg: none');
    expect(stderr).toContain('brew install ffmpeg');
  });
});
