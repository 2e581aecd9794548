import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STEPS_BYTES = [4096, 1];

/** A disk of a few pages, for what happens when it is full. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves no room for a single byte in a new page. */
  fill(): void;
  /** Gives back what `fill` took. */
  clear(): void;
  dispose(): void;
}

/** Mounts one of so many bytes; `null` where this user or this system cannot. */
export function mountSmallDisk(bytes: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'retrovue-small-'));
  const options = ['-t', 'tmpfs', '-o', `size=${String(bytes)}`, 'tmpfs', folder];
  if (spawnSync('mount', options).status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      for (const step of STEPS_BYTES) {
        try {
          for (;;) appendFileSync(ballast, Buffer.alloc(step));
        } catch {
          // Not one more of this size.
        }
      }
    },
    clear() {
      rmSync(ballast, { force: true });
    },
    dispose() {
      spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
