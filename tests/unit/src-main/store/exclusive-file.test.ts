import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { holdExclusively } from '#main/store/exclusive-file.ts';
import { mountSmallDisk } from '#tests/helpers/small-disk.ts';

const MODULE = new URL('../../../../src-main/store/exclusive-file.ts', import.meta.url).href;
/** On systems that have it, a user without rights. */
const NOBODY = 65_534;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retrovue-lock-'));
  chmodSync(folder, 0o755);
  path = join(folder, 'in-use.lock');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What another process gets that tries to hold the file: `held`, `taken` or the code of its error. */
function triedByAnother(uid?: number): string {
  const script = `
    const { holdExclusively } = await import(${JSON.stringify(MODULE)});
    // SQLite is loaded by whoever can read it.
    holdExclusively(${JSON.stringify(`${path}.other`)});
    ${uid === undefined ? '' : `process.setuid(${String(uid)});`}
    try {
      console.log(holdExclusively(${JSON.stringify(path)}) ? 'held' : 'taken');
    } catch (error) {
      console.log(error.code);
    }`;
  const args = ['--input-type=module', '--eval', script];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.trim();
}

describe('a file held exclusively', () => {
  test.each([
    { name: 'is not there', lay: () => undefined },
    {
      name: 'has no bytes',
      lay: () => {
        writeFileSync(path, '');
      },
    },
    {
      name: 'holds rubbish',
      lay: () => {
        writeFileSync(path, 'rubbish '.repeat(1_000));
      },
    },
    {
      name: 'holds a few bytes',
      lay: () => {
        writeFileSync(path, '4711');
      },
    },
    {
      name: 'was copied from one that is held',
      lay: () => {
        holdExclusively(`${path}.first`);
        copyFileSync(`${path}.first`, path);
      },
    },
  ])('is held by one only, though it $name at first', ({ lay }) => {
    lay();
    const release = holdExclusively(path);
    expect(release).not.toBeNull();
    expect(holdExclusively(path)).toBeNull();
    expect(triedByAnother()).toBe('taken');
    release?.();
    expect(triedByAnother()).toBe('held');
  });

  test('is refused where it cannot be written, because others could hold it too', (context) => {
    const isRoot = process.getuid?.() === 0;
    if (process.platform === 'win32') context.skip('Windows keeps no modes');
    writeFileSync(path, '', { mode: 0o444 });
    chmodSync(path, 0o444);
    expect(triedByAnother(isRoot ? NOBODY : undefined)).toBe('unavailable');
  });

  test('is refused where a folder stands in its place', () => {
    mkdirSync(path);
    expect(triedByAnother()).toBe('unavailable');
  });

  test('is held on a full disk too', (context) => {
    const disk = mountSmallDisk(64 * 1024);
    if (!disk) return context.skip('mounting a small disk takes root on Linux');
    try {
      path = join(disk.folder, 'in-use.lock');
      holdExclusively(path)?.();
      disk.fill();
      const release = holdExclusively(path);
      expect(release).not.toBeNull();
      expect(triedByAnother()).toBe('taken');
      release?.();
    } finally {
      disk.dispose();
    }
  });
});
