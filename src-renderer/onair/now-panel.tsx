import { useCallback } from 'react';

import type { Output } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';
import { houseFormatName } from '#shared/model/house-format.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { useServices } from '../stores/services.ts';
import { durationText, remainingText } from '../stores/time-text.ts';
import { Chip, Facts, Panel } from '../ui/panels.tsx';
import { Plate } from '../ui/plate.tsx';
import { TickingBar, TickingText } from '../ui/ticking.tsx';

type OnAirNow = Output<'onair.list'>[number];

const EVENT_WORDS = { act: 'Programme', interstitial: 'Break', pad: 'Pad' } as const;
const STATE_WORDS: Record<OnAirNow['state'], string> = {
  stopped: 'Nobody is watching; nothing is being encoded',
  running: 'Running',
  lingering: 'The last viewer has just left',
};

/** Now, what exactly, next, and how well prepared the channel is. */
export function NowPanel({
  channel,
  onAir,
  isLoading,
}: {
  readonly channel: Channel;
  readonly onAir: OnAirNow | undefined;
  readonly isLoading: boolean;
}) {
  return (
    <Panel
      title="On air"
      testId="now-panel"
      aside={<Chip tone="air">{onAir?.now ? 'On air' : 'No programme'}</Chip>}
    >
      <div className="mb-3 flex items-center gap-3">
        <Plate number={channel.number} size="large" isLit={onAir?.now != null} />
        <div className="min-w-0">
          <h1 className="truncate text-18 font-semibold">{channel.name}</h1>
          <p className="truncate text-12 text-ink-3">
            {houseFormatName(channel.houseFormat)} · {channel.timezone}
          </p>
        </div>
      </div>
      {onAir?.now ? (
        <NowFacts channel={channel} onAir={onAir} now={onAir.now} />
      ) : (
        <p className="text-13 text-ink-2">
          {isLoading
            ? 'Asking what is on the air.'
            : 'Nothing is locked for this moment. The station plans ahead by itself; this passes within seconds, or the health lamp says why not.'}
        </p>
      )}
    </Panel>
  );
}

function NowFacts({
  channel,
  onAir,
  now,
}: {
  readonly channel: Channel;
  readonly onAir: OnAirNow;
  readonly now: NonNullable<OnAirNow['now']>;
}) {
  const { clock } = useServices();
  const zone = channel.timezone;
  const remaining = useCallback((nowAt: number) => remainingText(now.endAt, nowAt), [now.endAt]);
  const eventRemaining = useCallback(
    (nowAt: number) => remainingText(now.eventEndAt, nowAt),
    [now.eventEndAt],
  );
  return (
    <div className="flex flex-col gap-3">
      <div>
        <div className="flex items-baseline justify-between gap-2">
          <h2 className="min-w-0 text-15 font-semibold" data-testid="now-title">
            {now.title}
          </h2>
          <TickingText
            onTick={clock.onTick}
            format={remaining}
            className="vfd shrink-0 px-2 text-18"
            testId="now-remaining"
          />
        </div>
        {now.episodeTitle === null ? null : (
          <p className="text-13 text-ink-2">{now.episodeTitle}</p>
        )}
        <TickingBar
          onTick={clock.onTick}
          startAt={now.startAt}
          endAt={now.endAt}
          label={`Progress of ${now.title}`}
          className="mt-2"
        />
        <p className="mt-1 flex justify-between font-mono text-12 text-ink-3">
          <span>{localTimeAt(zone, now.startAt)}</span>
          <span>{localTimeAt(zone, now.endAt)}</span>
        </p>
      </div>
      <div
        className="flex items-center gap-2 border-l-[3px] border-line pl-2 text-13"
        data-testid="now-event"
        data-state={now.eventKind}
      >
        <Chip
          tone={now.eventKind === 'act' ? 'next' : now.eventKind === 'pad' ? 'gap' : 'override'}
        >
          {EVENT_WORDS[now.eventKind]}
        </Chip>
        <span className="min-w-0 flex-1 truncate">{now.eventTitle}</span>
        <TickingText
          onTick={clock.onTick}
          format={eventRemaining}
          className="font-mono text-12 text-ink-2"
        />
      </div>
      {onAir.slates ? (
        <p role="status" className="text-13 text-air" data-testid="on-slates">
          On slates since {localTimeAt(zone, onAir.slates.sinceAt)}. {onAir.slates.reason}
        </p>
      ) : null}
      {onAir.next ? (
        <div className="text-13" data-testid="next">
          <span className="text-next">Next</span>{' '}
          <span className="font-mono text-12 text-ink-2">
            {localTimeAt(zone, onAir.next.startAt)}
          </span>{' '}
          {onAir.next.title}
          {onAir.next.episodeTitle === null ? null : (
            <span className="text-ink-2"> · {onAir.next.episodeTitle}</span>
          )}
        </div>
      ) : null}
      <Facts
        rows={[
          ['Prepared', <Prepared key="prepared" preparedMs={onAir.preparedMs} />],
          ['Viewers', String(onAir.viewers)],
          ['State', STATE_WORDS[onAir.state]],
        ]}
      />
    </div>
  );
}

/** Half a minute ahead is plenty, under six seconds is thin. */
function Prepared({ preparedMs }: { readonly preparedMs: number }) {
  const tone = preparedMs >= 30_000 ? 'bg-next' : preparedMs >= 6_000 ? 'bg-override' : 'bg-air';
  return (
    <span className="flex items-center gap-2">
      {durationText(preparedMs)} ahead
      <span aria-hidden className="h-1 w-16 bg-hover">
        <span
          className={`block h-full ${tone}`}
          style={{ width: `${String(Math.min(100, preparedMs / 600))}%` }}
        />
      </span>
    </span>
  );
}
