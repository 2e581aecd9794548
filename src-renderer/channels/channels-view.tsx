import { Plus, TvMinimal } from 'lucide-react';
import { useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import { houseFormatName } from '#shared/model/house-format.ts';

import { channelChange } from '../stores/commands.ts';
import { useBlockedReason, useChannels, useOnAir, useRemote, useStatus } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { useServices } from '../stores/services.ts';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/field.tsx';
import { Chip, FaultCard, LoadingCard, TestCard } from '../ui/panels.tsx';
import { Plate } from '../ui/plate.tsx';
import { ChannelDialog } from './channel-dialog.tsx';

/** The channels: make, change, switch off, delete. */
export function ChannelsView() {
  const channels = useChannels();
  const timezone = valueOf(useStatus())?.timezone ?? 'UTC';
  const horizon = valueOf(useRemote('station.horizon', {}, ['days.changed', 'log.changed'])) ?? [];
  const onAir = valueOf(useOnAir()) ?? [];
  const blockedReason = useBlockedReason();
  const [open, setOpen] = useState<Channel | 'new' | null>(null);
  if (channels.state === 'loading') return <LoadingCard what="the channels" />;
  if (channels.state === 'failed') return <FaultCard error={channels.error} />;
  const list = [...channels.value].sort((a, b) => a.number - b.number);
  const make = (
    <Button
      look="primary"
      blockedReason={blockedReason}
      onPress={() => setOpen('new')}
      testId="channel-new"
    >
      <Plus size={14} aria-hidden /> New channel
    </Button>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-testid="channels-view">
      {list.length === 0 ? (
        <TestCard kicker="No channel" title="Make your first channel" actions={make}>
          A channel is one station on the dial: a number, a name, a time zone. It is on the air as
          soon as it exists.
        </TestCard>
      ) : (
        <div
          className="min-h-0 flex-1 overflow-auto p-4"
          tabIndex={0}
          role="group"
          aria-label="Channels"
        >
          <div className="mb-3 flex max-w-5xl items-center justify-between">
            <h1 className="text-18 font-semibold">Channels</h1>
            {make}
          </div>
          <ul className="flex max-w-5xl flex-col gap-2">
            {list.map((channel) => (
              <ChannelRow
                key={channel.id}
                channel={channel}
                title={onAir.find(({ channelId }) => channelId === channel.id)?.now?.title ?? null}
                fault={horizon.find(({ channelId }) => channelId === channel.id)?.fault ?? null}
                onEdit={() => setOpen(channel)}
              />
            ))}
          </ul>
        </div>
      )}
      {open === null ? null : (
        <ChannelDialog
          channel={open === 'new' ? null : open}
          timezone={timezone}
          nextNumber={Math.max(1, ...list.map(({ number }) => number + 1))}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

function ChannelRow({
  channel,
  title,
  fault,
  onEdit,
}: {
  readonly channel: Channel;
  readonly title: string | null;
  readonly fault: string | null;
  readonly onEdit: () => void;
}) {
  const { client, notices, undo } = useServices();
  const blockedReason = useBlockedReason();
  return (
    <li
      data-testid="channel-row"
      data-id={channel.id}
      data-state={channel.isActive ? 'active' : 'inactive'}
      className="flex items-center gap-4 rounded-plate border border-line bg-panel p-3"
    >
      <Plate number={channel.number} size="large" isLit={channel.isActive && title !== null} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate text-15 font-medium">{channel.name}</span>
          <Chip icon={<TvMinimal size={10} aria-hidden />}>
            {channel.kind === 'network' ? 'Network' : 'Movies'}
          </Chip>
          {channel.isActive ? null : <Chip tone="override">Off</Chip>}
        </p>
        <p className="truncate text-12 text-ink-2">
          {houseFormatName(channel.houseFormat)} · day starts {channel.dayStart} {channel.timezone}{' '}
          · grid {channel.gridMinutes} min · /{channel.slug}
        </p>
        <p className={`truncate text-12 ${fault === null ? 'text-ink-3' : 'text-conflict'}`}>
          {fault ?? (title === null ? 'Nothing on the air' : `On now: ${title}`)}
        </p>
      </div>
      <Switch
        label="On the air"
        isOn={channel.isActive}
        isDisabled={blockedReason !== null}
        testId="channel-active"
        onChange={(isActive) => {
          const name = `${channel.name} ${isActive ? 'on' : 'off'}`;
          void notices.attempt(`Switch ${name}`, () =>
            undo.perform(channelChange(client, channel, { isActive }, `Switched ${name}`)),
          );
        }}
      />
      <Button onPress={onEdit} testId="channel-edit">
        Edit
      </Button>
    </li>
  );
}
