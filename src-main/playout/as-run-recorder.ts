import type { MasterClock } from '#main/clock/master-clock.ts';
import type { ChannelId, LogEventId } from '#shared/model/ids.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { AsRunRow, EvidenceWriter, PlayoutReader } from './ports.ts';

/** What playout noticed about one log event while it was on the air. */
export interface AirObservation {
  wasServed: boolean;
  peakViewers: number;
  /** Pictures that slates stood in for, by media sequence number. */
  readonly slateFrames: Map<number, number>;
  reason: string | null;
}

/** Events longer than this that end later than the known life of the station were not on the air in full. */
const LIFE_SIGN_TOLERANCE_MS = 15_000;

/**
 * The as-run rows for events of one channel that ended in `(after, until]`. The station airs whether or not anybody
 * watches; what fell into a time when it was not running is `skipped`, a slate in it makes it `substituted`.
 */
export function asRunRows(
  channelId: ChannelId,
  blocks: readonly LogBlock[],
  span: { readonly after: EpochMs; readonly until: EpochMs },
  offAir: { readonly from: EpochMs; readonly to: EpochMs } | null,
  observationOf: (eventId: LogEventId) => AirObservation | undefined,
): AsRunRow[] {
  const rows: AsRunRow[] = [];
  for (const block of blocks) {
    for (const event of block.events) {
      const endAt = event.startAt + event.durationMs;
      if (endAt <= span.after || endAt > span.until) continue;
      rows.push(asRunRow(channelId, block, event, offAir, observationOf(event.id)));
    }
  }
  return rows;
}

function asRunRow(
  channelId: ChannelId,
  block: LogBlock,
  event: LogEvent,
  offAir: { readonly from: EpochMs; readonly to: EpochMs } | null,
  observation: AirObservation | undefined,
): AsRunRow {
  const endAt = event.startAt + event.durationMs;
  const wasOff = offAir !== null && event.startAt < offAir.to && endAt > offAir.from;
  let slateFrames = 0;
  for (const frames of observation?.slateFrames.values() ?? []) slateFrames += frames;
  return {
    channelId,
    broadcastDate: block.broadcastDate,
    eventId: event.id,
    blockId: block.id,
    kind: event.kind,
    assetId: event.assetId,
    title: event.title,
    plannedStartAt: event.startAt,
    startedAt: event.startAt,
    durationMs: event.durationMs,
    frameCount: wasOff ? 0 : event.frameCount,
    status: wasOff ? 'skipped' : slateFrames > 0 ? 'substituted' : 'aired',
    wasServed: observation?.wasServed ?? false,
    peakViewers: observation?.peakViewers ?? 0,
    slateFrames,
    reason: wasOff ? 'The station was not running.' : (observation?.reason ?? null),
  };
}

/** Writes as-run as the clock passes the ends of log events, and catches up after the station was off. */
export interface AsRunRecorder {
  /** Rows for all channels up to now, in one durable transaction. */
  record(channels: readonly { id: ChannelId; blocks: readonly LogBlock[] }[]): Promise<void>;
  /** Remembers something about an event that is on the air or about to be. */
  observe(eventId: LogEventId, change: (observation: AirObservation) => void): void;
  /** How long the station had been off when this run began; `null` on the first run or after an unbroken one. */
  readonly offAir: { readonly from: EpochMs; readonly to: EpochMs } | null;
}

/** Opens the recorder; reads when the station was last alive. */
export async function openAsRunRecorder(
  memory: Pick<PlayoutReader, 'lastAliveAt' | 'recordedUntil'>,
  evidence: Pick<EvidenceWriter, 'appendAsRun' | 'noteAlive'>,
  clock: MasterClock,
): Promise<AsRunRecorder> {
  const startedAt = clock.nowAt();
  const lastAliveAt = await memory.lastAliveAt();
  const offAir =
    lastAliveAt !== null && startedAt - lastAliveAt > LIFE_SIGN_TOLERANCE_MS
      ? { from: lastAliveAt, to: startedAt }
      : null;
  const observations = new Map<LogEventId, AirObservation>();
  const recordedUntil = new Map<ChannelId, EpochMs>();

  async function recordedUpTo(channelId: ChannelId): Promise<EpochMs> {
    const known = recordedUntil.get(channelId);
    if (known !== undefined) return known;
    const until = (await memory.recordedUntil(channelId)) ?? startedAt;
    recordedUntil.set(channelId, until);
    return until;
  }

  return {
    offAir,
    observe(eventId, change) {
      const observation = observations.get(eventId) ?? {
        wasServed: false,
        peakViewers: 0,
        slateFrames: new Map<number, number>(),
        reason: null,
      };
      change(observation);
      observations.set(eventId, observation);
    },
    async record(channels) {
      const now = clock.nowAt();
      const rows: AsRunRow[] = [];
      for (const channel of channels) {
        const span = { after: await recordedUpTo(channel.id), until: now };
        rows.push(
          ...asRunRows(channel.id, channel.blocks, span, offAir, (id) => observations.get(id)),
        );
      }
      if (rows.length > 0) await evidence.appendAsRun(rows);
      for (const channel of channels) recordedUntil.set(channel.id, now);
      for (const row of rows) observations.delete(row.eventId);
      await evidence.noteAlive(now);
    },
  };
}
