import { Activity, ChevronDown } from 'lucide-react';
import { useCallback } from 'react';

import type { Output } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';

import { useChannels, useOnAir, useStation, useStatus } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { useServices } from '../stores/services.ts';
import { dateText, remainingText } from '../stores/time-text.ts';
import { useUrlState } from '../stores/url-state.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/choice.tsx';
import { Plate } from '../ui/plate.tsx';
import { TickingText } from '../ui/ticking.tsx';
import { HealthLamp } from './health-lamp.tsx';
import { localClockAt } from '#shared/time/zone.ts';

/** Channel, clock, what is on the air, health and jobs: the same in every view. */
export function TopBar() {
  const channels = valueOf(useChannels()) ?? [];
  const onAir = valueOf(useOnAir()) ?? [];
  const [{ channel: slug }, setUrl] = useUrlState();
  const channel = channels.find((one) => one.slug === slug) ?? channels[0];
  const current = onAir.find(({ channelId }) => channelId === channel?.id);
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-panel px-3">
      <span className="font-condensed text-15 font-bold tracking-wide text-ink" translate="no">
        RetroVue
      </span>
      {channel ? (
        <Menu
          label="Switch channel"
          testId="channel-switcher"
          trigger={
            <>
              <Plate number={channel.number} isLit={current?.now != null} />
              <span className="max-w-40 truncate text-13">{channel.name}</span>
              <ChevronDown size={14} aria-hidden className="text-ink-3" />
            </>
          }
          entries={channels.map((one) => ({
            id: one.id,
            label: `${String(one.number)}  ${one.name}`,
            ...(one.isActive ? {} : { detail: 'off' }),
            run: () => {
              setUrl({ channel: one.slug, plan: undefined });
            },
          }))}
        />
      ) : null}
      <MasterClock channel={channel} />
      <OnAirStrip current={current} />
      <HealthLamp />
      <JobsButton />
    </header>
  );
}

function MasterClock({ channel }: { readonly channel: Channel | undefined }) {
  const { clock } = useServices();
  const status = valueOf(useStatus());
  const isLinked = useStation(({ link }) => link.state === 'open');
  const timezone = channel?.timezone ?? status?.timezone ?? 'UTC';
  const time = useCallback((nowAt: number) => localClockAt(timezone, nowAt), [timezone]);
  const day = useCallback(
    (nowAt: number) =>
      dateText(broadcastDateAt(channel ?? { timezone, dayStart: '00:00', gridMinutes: 30 }, nowAt)),
    [channel, timezone],
  );
  return (
    <div
      className="vfd flex h-9 shrink-0 items-center gap-3 px-3"
      data-testid="master-clock"
      title={`Master clock in ${timezone}; the date is the broadcast day, which starts at ${channel?.dayStart ?? '00:00'}`}
    >
      <TickingText
        onTick={clock.onTick}
        format={time}
        className="text-24 leading-none"
        testId="clock-time"
      />
      <small className="flex flex-col leading-[14px]">
        <span>{isLinked ? timezone.replace('_', ' ') : 'unsynced'}</span>
        <TickingText onTick={clock.onTick} format={day} />
      </small>
    </div>
  );
}

function OnAirStrip({ current }: { readonly current: Output<'onair.list'>[number] | undefined }) {
  const { clock } = useServices();
  const endAt = current?.now?.endAt ?? 0;
  const remaining = useCallback((nowAt: number) => remainingText(endAt, nowAt), [endAt]);
  if (!current?.now) {
    return (
      <div className="min-w-0 flex-1 truncate text-13 text-ink-3">
        {current ? 'Nothing is planned for now' : ''}
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 text-13" data-testid="on-air-strip">
      <span className="shrink-0 rounded-plate bg-air-fill px-1.5 font-condensed text-12 font-bold tracking-wider text-white">
        ON AIR
      </span>
      <span className="min-w-0 truncate font-medium">
        {current.now.title}
        {current.now.episodeTitle === null ? null : (
          <span className="font-normal text-ink-2"> · {current.now.episodeTitle}</span>
        )}
      </span>
      <TickingText
        onTick={clock.onTick}
        format={remaining}
        className="vfd shrink-0 px-1.5 text-13 leading-5"
      />
      {current.next ? (
        <span className="hidden min-w-0 truncate text-ink-2 xl:inline">
          <span className="text-next">next</span> {current.next.title}
        </span>
      ) : null}
    </div>
  );
}

function JobsButton() {
  const { view } = useServices();
  const running = useStation(({ jobs }) => jobs.filter((job) => job.state === 'running').length);
  return (
    <Button
      look="quiet"
      testId="jobs-button"
      hint="Jobs (J)"
      onPress={() => {
        view.showJobs(!view.store.getState().isJobsTrayOpen);
      }}
    >
      <Activity size={16} className={running > 0 ? 'text-accent' : ''} />
      {running > 0 ? `${String(running)} running` : 'Jobs'}
    </Button>
  );
}
