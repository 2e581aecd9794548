import type { MasterClock } from '#main/clock/master-clock.ts';
import type { ChannelId, LogEventId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { MS_PER_MINUTE, type DurationMs, type EpochMs } from '#shared/time/units.ts';

import { asRunRows, type AirObservation } from './as-run-rows.ts';
import type { AsRunRow, EvidenceWriter, PlayoutReader } from './ports.ts';
import { withLifeSign } from './presence.ts';

/** Time between two signs of life. Given in memory: a slow disk is no absence. */
const LIFE_SIGN_PERIOD_MS: DurationMs = 2_000;
/** After so long an absence a session is not continued. */
const LONGEST_PAUSE_MS: DurationMs = 15_000;
/**
 * After a jump ahead nothing is recorded for so long: a clock that was wrong comes back, and rows are final. A shorter jump is
 * recorded at once.
 */
const DOUBT_MS: DurationMs = 10 * MS_PER_MINUTE;
const DOUBTFUL_JUMP_MS: DurationMs = MS_PER_MINUTE;
/** Beyond so many, observations of events that are not known any more are looked for. */
const MANY_OBSERVATIONS = 2_000;

/** Writes as-run as the clock passes the ends of log events, and catches up after the station was off. */
export interface AsRunRecorder {
  /** Rows for all channels up to now, in one durable transaction, and a sign of life. */
  record(channels: readonly { id: ChannelId; blocks: readonly LogBlock[] }[]): Promise<void>;
  /** Remembers something about an event that is on the air or about to be. */
  observe(eventId: LogEventId, change: (observation: AirObservation) => void): void;
  /** How long the station had been off when this run began; `null` on the first run or after an unbroken one. */
  readonly offAir: { readonly from: EpochMs; readonly to: EpochMs } | null;
  /** Hears no more of the clock. */
  close(): void;
}

/** Opens the recorder; reads when the station was on the air before. */
export async function openAsRunRecorder(
  memory: Pick<PlayoutReader, 'presence' | 'recordedUntil'>,
  evidence: Pick<EvidenceWriter, 'notePresence' | 'appendAsRun'>,
  clock: MasterClock,
): Promise<AsRunRecorder> {
  const startedAt = clock.nowAt();
  const earlier = await memory.presence();
  const lastAliveAt = earlier.at(-1)?.toAt ?? null;
  let spans = withLifeSign(earlier, startedAt, 'not-running');
  const firstSeenAt = spans[0]?.fromAt ?? startedAt;
  let doubtUntilMs = 0;
  const observations = new Map<LogEventId, AirObservation>();
  const recordedUntil = new Map<ChannelId, EpochMs>();

  const stopListening = clock.onJump(({ fromAt, toAt, atMonotonicMs }) => {
    const lastAt = Math.max(fromAt, spans.at(-1)?.toAt ?? fromAt);
    spans = withLifeSign(withLifeSign(spans, lastAt, null), toAt, 'clock-jump');
    doubtUntilMs = toAt - fromAt > DOUBTFUL_JUMP_MS ? atMonotonicMs + DOUBT_MS : 0;
  });

  const stopSigns = clock.every(LIFE_SIGN_PERIOD_MS, () => {
    spans = withLifeSign(spans, clock.nowAt(), null);
  });

  async function recordedUpTo(channelId: ChannelId): Promise<EpochMs> {
    const known = recordedUntil.get(channelId);
    if (known !== undefined) return known;
    const until = (await memory.recordedUntil(channelId)) ?? firstSeenAt;
    recordedUntil.set(channelId, until);
    return until;
  }

  function forgetUnknown(channels: readonly { blocks: readonly LogBlock[] }[]): void {
    if (observations.size <= MANY_OBSERVATIONS) return;
    const known = new Set<LogEventId>();
    for (const { blocks } of channels) {
      for (const { events } of blocks) for (const { id } of events) known.add(id);
    }
    for (const id of observations.keys()) if (!known.has(id)) observations.delete(id);
  }

  return {
    offAir:
      lastAliveAt !== null && startedAt - lastAliveAt > LONGEST_PAUSE_MS
        ? { from: lastAliveAt, to: startedAt }
        : null,
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
      spans = withLifeSign(spans, now, null);
      await evidence.notePresence(spans);
      if (clock.monotonicMs() < doubtUntilMs) return;
      const rows: AsRunRow[] = [];
      for (const { id, blocks } of channels) {
        const span = { after: await recordedUpTo(id), until: now };
        rows.push(...asRunRows(id, blocks, span, spans, (event) => observations.get(event)));
      }
      if (rows.length > 0) await evidence.appendAsRun(rows);
      for (const { id } of channels) {
        recordedUntil.set(id, Math.max(now, recordedUntil.get(id) ?? now));
      }
      for (const row of rows) observations.delete(row.eventId);
      forgetUnknown(channels);
    },
    close() {
      stopListening();
      stopSigns();
    },
  };
}
