import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { ChannelPlayout } from './channel-playout.ts';
import type { ChannelTimeline } from './channel-timeline.ts';
import { loadTimeline } from './load-timeline.ts';
import type { PlayoutReader } from './ports.ts';
import { singleFlight } from './single-flight.ts';

/** The channels that are on the air, as the memory has them. */
export interface ChannelRoster {
  /** A channel was made, changed or removed, or its log has grown; without id, any of them. Several at once are one. */
  refresh(channelId?: ChannelId): Promise<void>;
  all(): readonly ChannelPlayout[];
  /** By the channels' numbers. */
  inOrder(): readonly ChannelPlayout[];
  get(id: ChannelId): ChannelPlayout | null;
  bySlug(slug: string): ChannelPlayout | null;
}

export interface RosterOptions {
  readonly memory: Pick<
    PlayoutReader,
    | 'channels'
    | 'blocksIn'
    | 'recordedUntil'
    | 'discontinuitiesUntil'
    | 'substitutionsFrom'
    | 'latestSession'
  >;
  readonly now: () => EpochMs;
  readonly settings: () => Settings;
  /** How long it is until the logs are read again. */
  readonly readAgainMs: DurationMs;
  /** Whether sessions that an earlier run left open are taken up. */
  readonly resumesSessions: boolean;
  readonly make: (channel: Channel, timeline: ChannelTimeline) => ChannelPlayout;
  readonly onAdded: (made: ChannelPlayout) => void;
  readonly onRemoved: (id: ChannelId) => void;
  readonly onRefreshed: () => void;
}

export function createChannelRoster(options: RosterOptions): ChannelRoster {
  const { memory } = options;
  const channels = new Map<ChannelId, ChannelPlayout>();
  const wanted = new Set<ChannelId | 'all'>();

  async function refreshChannel(channel: Channel): Promise<void> {
    const known = channels.get(channel.id);
    const timeline = await loadTimeline(memory, channel, {
      now: options.now(),
      settings: options.settings(),
      readAgainMs: options.readAgainMs,
      known: known?.timeline ?? null,
    });
    if (known) {
      known.update(channel, timeline);
      return;
    }
    const made = options.make(channel, timeline);
    await restoreSession(made);
    channels.set(channel.id, made);
    options.onAdded(made);
  }

  /** After a restart the playlist goes on where it was: same first number, same slates. */
  async function restoreSession(made: ChannelPlayout): Promise<void> {
    const { channel, timeline } = made;
    const oldest = timeline.blocks[0]?.firstMediaSequence ?? 0;
    for (const slate of await memory.substitutionsFrom(channel.id, oldest)) {
      made.restoreSubstitution(slate.mediaSequence, slate.reason);
    }
    const session = await memory.latestSession(channel.id);
    // After a long absence nothing of what a session had listed is to be had any more.
    const listedAt = session?.endedAt ?? (options.resumesSessions ? options.now() : null);
    if (session && listedAt !== null) made.restorePublished(session.fromMediaSequence, listedAt);
    if (session?.endedAt !== null || !options.resumesSessions) return;
    made.resume(session.fromMediaSequence);
  }

  const refreshWanted = singleFlight(async () => {
    const now = new Set(wanted);
    wanted.clear();
    const present = await memory.channels();
    for (const channel of present) {
      if (!now.has('all') && !now.has(channel.id)) continue;
      if (channel.isActive) await refreshChannel(channel);
    }
    const active = new Set(present.filter((it) => it.isActive).map((it) => it.id));
    for (const id of channels.keys()) {
      if (active.has(id)) continue;
      options.onRemoved(id);
      channels.delete(id);
    }
    options.onRefreshed();
  }, 'again');

  return {
    refresh(channelId) {
      wanted.add(channelId ?? 'all');
      return refreshWanted();
    },
    all: () => [...channels.values()],
    inOrder: () => [...channels.values()].sort((a, b) => a.channel.number - b.channel.number),
    get: (id) => channels.get(id) ?? null,
    bySlug: (slug) => [...channels.values()].find(({ channel }) => channel.slug === slug) ?? null,
  };
}
