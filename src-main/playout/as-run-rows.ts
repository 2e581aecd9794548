import type { ChannelId, LogEventId } from '#shared/model/ids.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import type { AbsenceCause, PresenceSpan } from '#shared/model/playout.ts';
import { MS_PER_SECOND, type EpochMs } from '#shared/time/units.ts';

import type { AsRunRow } from './ports.ts';
import { presenceIn } from './presence.ts';

/** What playout noticed about one log event while it was on the air. */
export interface AirObservation {
  wasServed: boolean;
  peakViewers: number;
  /** Pictures that slates stood in for, by media sequence number. */
  readonly slateFrames: Map<number, number>;
  reason: string | null;
}

const ABSENCE: Readonly<Record<AbsenceCause, string>> = {
  'not-running': 'The station was not running',
  'clock-jump': 'The clock jumped over it or the machine slept',
};

/**
 * The as-run rows for events of one channel that ended in `(after, until]`. The station airs whether or not anybody
 * watches, while it is there: what fell into its absence is `skipped`, what fell into it in part is `truncated`, and its
 * pictures are those of the time when it was there. Slates in part of it make it `substituted`, in all of it `error`.
 */
export function asRunRows(
  channelId: ChannelId,
  blocks: readonly LogBlock[],
  span: { readonly after: EpochMs; readonly until: EpochMs },
  presence: readonly PresenceSpan[],
  observationOf: (eventId: LogEventId) => AirObservation | undefined,
): AsRunRow[] {
  const rows: AsRunRow[] = [];
  for (const block of blocks) {
    if (block.endAt <= span.after || block.startAt > span.until) continue;
    for (const event of block.events) {
      const endAt = event.startAt + event.durationMs;
      if (endAt <= span.after || endAt > span.until) continue;
      rows.push(asRunRow(channelId, block, event, presence, observationOf(event.id)));
    }
  }
  return rows;
}

function asRunRow(
  channelId: ChannelId,
  block: LogBlock,
  event: LogEvent,
  presence: readonly PresenceSpan[],
  observation: AirObservation | undefined,
): AsRunRow {
  const { startAt, durationMs } = event;
  const { presentMs, absence } = presenceIn(presence, startAt, startAt + durationMs);
  const awayMs = durationMs - presentMs;
  const frameCount =
    awayMs === 0 ? event.frameCount : Math.round((event.frameCount * presentMs) / durationMs);
  let slateFrames = 0;
  for (const frames of observation?.slateFrames.values() ?? []) slateFrames += frames;
  slateFrames = Math.min(slateFrames, frameCount);
  return {
    channelId,
    broadcastDate: block.broadcastDate,
    eventId: event.id,
    blockId: block.id,
    kind: event.kind,
    assetId: event.assetId,
    title: event.title,
    plannedStartAt: startAt,
    startedAt: startAt,
    durationMs,
    frameCount,
    status: statusOf(frameCount, slateFrames, awayMs),
    wasServed: observation?.wasServed ?? false,
    peakViewers: observation?.peakViewers ?? 0,
    slateFrames,
    reason: reasonOf(absence, presentMs, awayMs, observation?.reason ?? null),
  };
}

function statusOf(frameCount: number, slateFrames: number, awayMs: number): AsRunRow['status'] {
  if (frameCount === 0) return 'skipped';
  if (slateFrames === frameCount) return 'error';
  if (slateFrames > 0) return 'substituted';
  return awayMs > 0 ? 'truncated' : 'aired';
}

function reasonOf(
  absence: AbsenceCause | null,
  presentMs: number,
  awayMs: number,
  slateReason: string | null,
): string | null {
  if (absence === null || awayMs === 0) return slateReason;
  const away = ABSENCE[absence];
  const seconds = Math.max(1, Math.round(awayMs / MS_PER_SECOND));
  const told = presentMs === 0 ? `${away}.` : `${away}, for ${String(seconds)} s of it.`;
  return slateReason === null ? told : `${told} ${slateReason}`;
}
