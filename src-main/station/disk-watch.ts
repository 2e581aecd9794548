import { rmSync, statSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { DurationMs } from '#shared/time/units.ts';
import { giveUpOldest } from './give-up-oldest.ts';
import type { Health } from './status.ts';

const BETWEEN_LOOKS_MS: DurationMs = 10_000;
const MIB = 1024 ** 2;
/** What the station gives up when the disk is full: room for hours of log, as-run and plans, which are small. */
const RESERVE_BYTES = 16 * MIB;
/** Below this the reserve is given up; room that SQLite needs for a large transaction. */
const FULL_BYTES = 4 * MIB;
/** Above this it is made again. */
const ROOMY_BYTES = 4 * RESERVE_BYTES;
/** Below this, without a reserve, the disk is about to be full. */
const SCARCE_BYTES = 2 * RESERVE_BYTES;

/** Watches the disk of the data folder, and keeps some room on it for when it is full. */
export interface DiskWatch {
  /**
   * Looks once, before anything else is written: on a disk that is full it gives up the reserve or, where that is gone, the
   * oldest material that was prepared, which can be made again. Never rejects.
   */
  makeRoom(): Promise<void>;
  /** Looks once: gives the reserve up when the disk is full, makes it when there is room. Never rejects. */
  look(): Promise<void>;
  /** Looks every ten seconds from now on. */
  start(): void;
  stop(): Promise<void>;
  /** What the operator should know, `null` while there is room. */
  report(): Health | null;
}

export function createDiskWatch(options: {
  readonly folder: string;
  readonly reservePath: string;
  /** Prepared material. */
  readonly cacheFolder: string;
  readonly clock: MasterClock;
  readonly log: StationLog;
}): DiskWatch {
  const { folder, reservePath, cacheFolder, clock, log } = options;
  let freeBytes = Infinity;
  let cancel: () => void = () => undefined;
  let looking: Promise<void> | null = null;

  function hasReserve(): boolean {
    const size = statSync(reservePath, { throwIfNoEntry: false })?.size ?? 0;
    return size >= RESERVE_BYTES;
  }

  async function measure(): Promise<void> {
    const { bavail, bsize } = await statfs(folder);
    freeBytes = bavail * bsize;
  }

  async function lookOnce(): Promise<void> {
    try {
      await measure();
      if (freeBytes < FULL_BYTES && hasReserve()) {
        rmSync(reservePath);
        log.warn({ freeBytes }, 'the disk is full: the reserve has been given up');
      } else if (freeBytes > ROOMY_BYTES && !hasReserve()) {
        await makeReserve();
      }
    } catch (error) {
      log.warn({ err: error }, 'the disk cannot be looked at');
    } finally {
      looking = null;
    }
  }

  async function makeReserve(): Promise<void> {
    try {
      await writeFile(reservePath, Buffer.alloc(RESERVE_BYTES), { mode: 0o600 });
    } catch (error) {
      await rm(reservePath, { force: true });
      throw error;
    }
  }

  function look(): Promise<void> {
    looking ??= lookOnce();
    return looking;
  }

  async function giveUpMaterial(): Promise<void> {
    try {
      await measure();
      if (freeBytes >= FULL_BYTES) return;
      const freed = await giveUpOldest(cacheFolder, RESERVE_BYTES);
      if (freed > 0)
        log.warn({ freed }, 'the disk is full: the oldest prepared material is given up');
      await measure();
    } catch (error) {
      log.warn({ err: error }, 'no room can be made on the disk');
    }
  }

  return {
    look,
    async makeRoom() {
      await look();
      await giveUpMaterial();
    },
    start() {
      cancel = clock.every(BETWEEN_LOOKS_MS, () => void look());
    },
    async stop() {
      cancel();
      await looking;
    },
    report: () => judgeDisk(freeBytes, hasReserve()),
  };
}

/** What so much room means, `null` while there is enough of it. */
export function judgeDisk(freeBytes: number, hasReserve: boolean): Health | null {
  if (freeBytes >= ROOMY_BYTES) return null;
  const left = String(Math.floor(freeBytes / MIB));
  const airs = 'What is prepared airs; make room, or nothing new can be kept.';
  if (freeBytes < FULL_BYTES) {
    return { state: 'trouble', sentence: `The disk of the data folder is full. ${airs}` };
  }
  if (hasReserve) {
    return {
      state: 'attention',
      sentence: `The disk of the data folder has only ${left} MB left.`,
    };
  }
  const free = `${left} MB are free on the disk of the data folder`;
  return freeBytes < SCARCE_BYTES
    ? { state: 'trouble', sentence: `Only ${free}, and the reserve is gone. ${airs}` }
    : {
        state: 'attention',
        sentence: `${free}; below ${String(ROOMY_BYTES / MIB)} MB no reserve is kept. Make room.`,
      };
}
