import type { Socket } from 'node:net';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs } from '#shared/time/units.ts';

export const SWEEP_MS: DurationMs = 15_000;
/** A client that takes less than this between two sweeps, while bytes wait for it, holds a place for nothing. */
export const LEAST_BYTES_PER_SWEEP = 128 * 1024;

interface Reading {
  sentBytes: number;
  /** Bytes waited for the client at the last sweep. */
  wasWaiting: boolean;
}

/** Watches what clients take; those that dawdle are cut. */
export interface SlowClients {
  watch(socket: Socket): void;
  stop(): void;
}

/**
 * Cuts clients for which bytes have waited through a whole sweep and that took next to none of them. A client that
 * waits for the station is never cut, nor one whose answer fits into the buffers of the network.
 */
export function createSlowClients(clock: MasterClock): SlowClients {
  const readings = new Map<Socket, Reading>();
  let cancel: (() => void) | null = null;
  const sweep = (): void => {
    for (const [socket, reading] of readings) {
      const isWaiting = socket.writableLength > 0;
      const sentBytes = socket.bytesWritten - socket.writableLength;
      const tookBytes = sentBytes - reading.sentBytes;
      if (reading.wasWaiting && isWaiting && tookBytes < LEAST_BYTES_PER_SWEEP) socket.destroy();
      reading.sentBytes = sentBytes;
      reading.wasWaiting = isWaiting;
    }
  };
  return {
    watch(socket) {
      // Not before: a server that cannot listen is never closed either.
      cancel ??= clock.every(SWEEP_MS, sweep);
      readings.set(socket, { sentBytes: 0, wasWaiting: false });
      socket.once('close', () => {
        readings.delete(socket);
      });
    },
    stop() {
      cancel?.();
    },
  };
}
