import { useCallback } from 'react';

import type { Output } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';

import { useServices } from '../stores/services.ts';
import { remainingText } from '../stores/time-text.ts';
import { Plate } from '../ui/plate.tsx';
import { TickingBar, TickingText } from '../ui/ticking.tsx';

/** Another channel in words: no picture, so it costs nothing. */
export function ChannelTile({
  channel,
  onAir,
  onChoose,
}: {
  readonly channel: Channel;
  readonly onAir: Output<'onair.list'>[number] | undefined;
  readonly onChoose: () => void;
}) {
  const { clock } = useServices();
  const endAt = onAir?.now?.endAt ?? 0;
  const remaining = useCallback((nowAt: number) => remainingText(endAt, nowAt), [endAt]);
  return (
    <button
      type="button"
      data-testid="channel-tile"
      data-id={channel.id}
      onClick={onChoose}
      className="flex min-w-0 flex-col gap-1.5 rounded-plate border border-line bg-panel p-2 text-left hover:border-edge hover:bg-raised"
    >
      <span className="sr-only">Watch channel</span>
      <span className="flex items-center gap-2">
        <Plate number={channel.number} isLit={onAir?.now != null} />
        <span className="min-w-0 flex-1 truncate text-12 text-ink-2">{channel.name}</span>
        {onAir?.now ? (
          <TickingText
            onTick={clock.onTick}
            format={remaining}
            className="font-mono text-12 text-accent"
          />
        ) : null}
      </span>
      <span className="truncate text-13 font-medium">{onAir?.now?.title ?? 'Nothing planned'}</span>
      {onAir?.now ? (
        <TickingBar
          onTick={clock.onTick}
          startAt={onAir.now.startAt}
          endAt={onAir.now.endAt}
          label={`Progress of ${onAir.now.title}`}
        />
      ) : null}
      {onAir?.slates ? <span className="text-12 text-air">On slates</span> : null}
      <span className="truncate text-12 text-ink-3">
        {onAir?.next ? `next ${onAir.next.title}` : ' '}
      </span>
    </button>
  );
}
