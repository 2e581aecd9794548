import { createHash } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { addressShare } from './client-address.ts';
import type { BroadcastLimits } from './limits.ts';

const VIEWER_ID = /^[A-Za-z0-9_-]{8,64}$/;
/** A device that has not asked for so long gives its place back; longer than a viewer is counted. */
const FORGOTTEN_MS: DurationMs = 30_000;
const SWEEP_MS: DurationMs = 1_000;

/** What tells one device from another without a cookie. */
export interface DeviceTraits {
  /** Sent as `?viewer=` by players that keep an id of their own. */
  readonly viewer: unknown;
  readonly address: string;
  readonly userAgent: string;
}

/** Names the devices that watch, for counting viewers. */
export interface Devices {
  /** The key of the device; the same for each of its requests, and nothing can be read back from it. */
  keyOf(traits: DeviceTraits): string;
  /** Devices that are told apart at present. */
  count(): number;
}

interface Device {
  /** In monotonic time, which is never set back. */
  seenMs: number;
  readonly share: string;
  readonly program: string;
}

/**
 * One device is one program at one address: address and user agent. Several windows of a browser are one device. Where
 * like devices stand behind one address, the `viewer` id that each keeps parts them, up to `devicesPerProgram`. An id
 * thus adds devices only within the share of its address: beyond a cap a device is counted as its program, then as its
 * address, then with all others that find no place.
 */
export function createDevices(
  clock: MasterClock,
  limits: Pick<BroadcastLimits, 'devices' | 'devicesPerAddress' | 'devicesPerProgram'>,
): Devices {
  const devices = new Map<string, Device>();
  const held = new Map<string, number>();
  let sweptMs = -Infinity;

  function hold(name: string, change: 1 | -1): void {
    const count = (held.get(name) ?? 0) + change;
    if (count > 0) held.set(name, count);
    else held.delete(name);
  }

  function sweep(now: number): void {
    if (now - sweptMs < SWEEP_MS) return;
    sweptMs = now;
    for (const [key, { seenMs, share, program }] of devices) {
      if (now - seenMs < FORGOTTEN_MS) continue;
      devices.delete(key);
      hold(share, -1);
      hold(program, -1);
    }
  }

  /** Whether the device has a place, or finds one now. */
  function isPlaced(key: string, share: string, program: string): boolean {
    const now = clock.monotonicMs();
    sweep(now);
    const known = devices.get(key);
    if (known) {
      known.seenMs = now;
      return true;
    }
    if (devices.size >= limits.devices) return false;
    if ((held.get(share) ?? 0) >= limits.devicesPerAddress) return false;
    if (key !== program && (held.get(program) ?? 0) >= limits.devicesPerProgram) return false;
    devices.set(key, { seenMs: now, share, program });
    hold(share, 1);
    hold(program, 1);
    return true;
  }

  return {
    keyOf({ viewer, address, userAgent }) {
      const share = digest('address', addressShare(address));
      const program = digest('program', address, userAgent);
      const hasId = typeof viewer === 'string' && VIEWER_ID.test(viewer);
      const key = hasId ? digest('viewer', address, userAgent, viewer) : program;
      for (const candidate of new Set([key, program])) {
        if (isPlaced(candidate, share, program)) return candidate;
      }
      return held.has(share) ? share : 'others';
    },
    count: () => devices.size,
  };
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22);
}
