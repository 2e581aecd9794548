import { RadioTower } from 'lucide-react';

import type { Output } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';

import { TuningIn } from '../airing/tuning-in.tsx';
import { useChannels, useOnAir, useStatus } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { useGoTo, useUrlState } from '../stores/url-state.ts';
import { Button } from '../ui/button.tsx';
import { FaultCard, LoadingCard, TestCard } from '../ui/panels.tsx';
import { VideoMonitor } from '../ui/video-monitor.tsx';
import { AddressPanel } from './address-panel.tsx';
import { ChannelTile } from './channel-tile.tsx';
import { NowPanel } from './now-panel.tsx';

/** What is on the air on one channel. */
export type OnAirNow = Output<'onair.list'>[number];

/** One channel large, the others small. */
export function OnAirView() {
  const channels = useChannels();
  const status = useStatus();
  const onAir = useOnAir();
  const goTo = useGoTo();
  const [{ channel: slug }, setUrl] = useUrlState();
  if (channels.state === 'failed') return <FaultCard error={channels.error} />;
  if (status.state === 'failed') return <FaultCard error={status.error} />;
  if (channels.state === 'loading' || status.state === 'loading') {
    return <LoadingCard what="the channels" />;
  }
  const active = channels.value.filter((one) => one.isActive);
  const channel = active.find((one) => one.slug === slug) ?? active[0];
  if (!channel) {
    return (
      <TestCard
        kicker="Off the air"
        title="No channel is on the air"
        testId="onair-empty"
        actions={
          <Button look="primary" onPress={() => goTo('channels')}>
            {channels.value.length === 0 ? 'Make a channel' : 'Go to the channels'}
          </Button>
        }
      >
        {channels.value.length === 0
          ? 'Make a channel; it airs what the library holds until you draw a plan for it.'
          : 'Every channel is switched off.'}
      </TestCard>
    );
  }
  const nowOf = (one: Channel): OnAirNow | undefined =>
    valueOf(onAir)?.find(({ channelId }) => channelId === one.id);
  const others = active.filter(({ id }) => id !== channel.id);
  const base = status.value.broadcastUrl;
  return (
    <div className="flex min-h-0 flex-1 gap-3 p-3" data-testid="onair-view">
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <div className="flex min-h-0 flex-1 items-center justify-center bg-black">
          <div
            className="max-h-full w-full"
            style={{ maxWidth: 'min(100%, calc((100vh - 250px) * 16 / 9))' }}
          >
            <VideoMonitor
              key={channel.slug}
              url={`${base}/hls/${channel.slug}/live.m3u8`}
              title={`Live picture of ${channel.name}`}
              isStandIn={nowOf(channel)?.isSlate === true}
              whileAbsent={(absence) => <TuningIn channel={channel} absence={absence} />}
            />
          </div>
        </div>
        {others.length === 0 ? null : (
          <section
            aria-label="Other channels"
            className="grid shrink-0 auto-cols-[minmax(210px,1fr)] grid-flow-col gap-2 overflow-x-auto p-0.5"
          >
            {others.map((one) => (
              <ChannelTile
                key={one.id}
                channel={one}
                onAir={nowOf(one)}
                onChoose={() => {
                  setUrl({ channel: one.slug, plan: undefined });
                }}
              />
            ))}
          </section>
        )}
      </div>
      <aside
        className="flex w-[340px] shrink-0 flex-col gap-3 overflow-y-auto [&>*]:shrink-0"
        aria-label={channel.name}
      >
        <NowPanel channel={channel} onAir={nowOf(channel)} isLoading={onAir.state === 'loading'} />
        <AddressPanel channel={channel} status={status.value} />
        {onAir.state === 'failed' ? (
          <p role="alert" className="flex gap-2 text-13 text-conflict">
            <RadioTower size={16} aria-hidden /> {onAir.error.message}
          </p>
        ) : null}
      </aside>
    </div>
  );
}
