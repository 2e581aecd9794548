import { useEffect, useState } from 'react';

import type { Output } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { useOnAir, useStatus } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { useServices } from '../stores/services.ts';
import { Spinner } from '../ui/button.tsx';
import { Plate } from '../ui/plate.tsx';
import type { Absence } from '../ui/video-monitor.tsx';

type OnAirNow = Output<'onair.list'>[number];

/** With so much prepared beyond now a player begins. */
const ENOUGH_MS: DurationMs = 6_000;
/** How often it is asked how far the preparation is while somebody waits for it. */
const ASK_PERIOD_MS: DurationMs = 1_000;
/** After so long the reason is looked for. */
const LONG_MS: DurationMs = 15_000;

/** Stands where a channel's picture will be: what is being prepared and how far it is, or why there is no picture. */
export function TuningIn({
  channel,
  absence,
}: {
  readonly channel: Channel;
  readonly absence: Absence;
}) {
  const { queries, timers } = useServices();
  const onAir = valueOf(useOnAir())?.find(({ channelId }) => channelId === channel.id);
  const [isLong, setLong] = useState(false);
  useEffect(
    () => timers.every(ASK_PERIOD_MS, () => queries.refresh((method) => method === 'onair.list')),
    [queries, timers],
  );
  useEffect(() => timers.after(LONG_MS, () => setLong(true)), [timers]);
  const fault = useFault(absence, onAir);
  const preparedMs = onAir?.preparedMs ?? 0;
  return (
    <div
      data-testid="tuning-in"
      data-state={fault === null ? 'preparing' : 'fault'}
      className="flex w-80 max-w-full flex-col items-center gap-3 text-center"
    >
      <Plate number={channel.number} size="large" />
      <p role="status" className="flex items-center gap-2 text-15 font-semibold text-ink">
        {fault === null ? <Spinner /> : null}
        {headline(channel, absence, fault !== null)}
      </p>
      {fault === null && onAir?.now ? (
        <>
          <p className="text-13 text-ink">{preparingText(onAir.now)}</p>
          <div
            role="progressbar"
            aria-label="Prepared"
            aria-valuemin={0}
            aria-valuemax={ENOUGH_MS}
            aria-valuenow={Math.min(ENOUGH_MS, preparedMs)}
            className="h-1 w-full bg-hover"
          >
            <div
              className="h-full bg-accent"
              style={{ width: `${String(Math.min(100, (preparedMs / ENOUGH_MS) * 100))}%` }}
            />
          </div>
          <p className="text-12 text-ink-2">{waitText(preparedMs, isLong)}</p>
        </>
      ) : null}
      {fault === null ? null : (
        <p role="alert" className="text-13 text-conflict">
          {fault}
        </p>
      )}
    </div>
  );
}

/** Why there is no picture, and what to do; `null` while it may just take its time. */
function useFault({ trouble }: Absence, onAir: OnAirNow | undefined): string | null {
  const ffmpeg = valueOf(useStatus())?.ffmpeg;
  if (ffmpeg?.isAvailable === false) {
    return ['There is no ffmpeg to prepare pictures with.', ffmpeg.remedy]
      .filter(Boolean)
      .join(' ');
  }
  if (trouble !== null) {
    const what =
      trouble.httpStatus === null
        ? 'The station’s broadcast server does not answer.'
        : `The station’s broadcast server answers with an error (${String(trouble.httpStatus)}).`;
    return `${what} It is tried again for as long as this is open.`;
  }
  if (onAir?.slates) return `A slate stands in. ${onAir.slates.reason}`;
  if (onAir?.now === null) {
    return 'Nothing is locked for this moment. The station plans ahead by itself; this passes within seconds, or the health lamp says why not.';
  }
  return null;
}

function headline(channel: Channel, absence: Absence, isFault: boolean): string {
  if (isFault) return `No picture of ${channel.name}`;
  return absence.isFirst ? `Tuning in ${channel.name} …` : 'Waiting for the picture';
}

function preparingText({
  title,
  episodeTitle,
  eventKind,
  eventTitle,
}: NonNullable<OnAirNow['now']>): string {
  const programme = episodeTitle === null ? title : `${title}, ${episodeTitle}`;
  return eventKind === 'act'
    ? `Preparing ${programme}`
    : `Preparing the break in ${programme}: ${eventTitle}`;
}

function waitText(preparedMs: DurationMs, isLong: boolean): string {
  const seconds = Math.round(Math.min(preparedMs, ENOUGH_MS) / 1_000);
  if (preparedMs >= ENOUGH_MS) return 'Ready; the player is loading it.';
  if (isLong)
    return 'This takes longer than usual: the machine is busy, or the file is slow to read.';
  return preparedMs === 0
    ? 'Nothing of this minute has been prepared before; the first seconds are being made.'
    : `${String(seconds)} of ${String(ENOUGH_MS / 1_000)} seconds are ready.`;
}
