import type { Handlers } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import { fittingGrid } from '#shared/time/fitting-grid.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { summaryOf } from './day-summary.ts';
import { findInDay } from './channel-check-handlers.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { Services } from './services.ts';

type ScheduleHandlers = Pick<
  Handlers,
  | 'day.list'
  | 'day.show'
  | 'day.generate'
  | 'day.validate'
  | 'day.reconcile'
  | 'guide.list'
  | 'guide.xmltv'
  | 'guide.icalendar'
  | 'log.list'
  | 'log.validate'
  | 'log.extend'
  | 'asrun.list'
>;

export function scheduleHandlers({ store, clock, horizon, guide }: Services): ScheduleHandlers {
  async function requireDay(channelId: ChannelId, date: IsoDate): Promise<ScheduleDay> {
    const day = await store.days.get(channelId, date);
    if (day) return day;
    throw new AppError('horizon-no-schedule-data', `The day ${date} is not frozen yet.`, {
      field: 'date',
      remedy: 'Generate it, or wait until the horizon reaches it.',
    });
  }

  return {
    'day.list': async (filter) => {
      const now = clock.nowAt();
      const channels = await store.channels.list();
      const standing = new Map((await store.approvals.liveDays(filter)).map((it) => [it.id, it]));
      return (await store.days.outlines(filter)).map((day) =>
        summaryOf(day, {
          channel: channels.find(({ id }) => id === day.channelId) ?? null,
          approval: standing.get(day.id)?.approval ?? null,
          isSuperseded: false,
          now,
        }),
      );
    },

    'day.show': ({ channelId, date }) => requireDay(channelId, date),

    'day.generate': async (request) => {
      await requireChannel(store, request.channelId);
      return horizon.generateDay(request);
    },

    'day.reconcile': async ({ channelId, date }) => {
      await requireChannel(store, channelId);
      return horizon.reconcileDay(channelId, date);
    },

    'day.validate': async ({ channelId, date }) => {
      const day = await requireDay(channelId, date);
      return findInDay(store, await requireChannel(store, channelId), day);
    },

    'guide.list': ({ startAt, endAt, channelId }) => guide.list({ startAt, endAt }, channelId),

    'guide.xmltv': async ({ times }) => ({ document: textOf(await guide.xmltv(times)) }),

    'guide.icalendar': async ({ channelId }) => {
      const channel = await requireChannel(store, channelId);
      return { document: textOf(await guide.icalendar(channel)) };
    },

    'log.list': async ({ channelId, startAt, endAt }) => {
      await requireChannel(store, channelId);
      return store.log.blocksIn(channelId, { startAt, endAt });
    },

    'log.validate': async ({ channelId, startAt, endAt }) => {
      const channel = await requireChannel(store, channelId);
      const blocks = await store.log.blocksIn(channelId, { startAt, endAt });
      const edges = blocks.flatMap((block) => [block.startAt, block.endAt]);
      return validateSeams(channel, blocks, fittingGrid(channel, edges));
    },

    'log.extend': async ({ channelId, blocks, days }) => {
      await requireChannel(store, channelId);
      const added =
        days === undefined
          ? await horizon.extendLogBlocks(channelId, blocks ?? 1)
          : await horizon.extendLogDays(channelId, days);
      return { added };
    },

    'asrun.list': async (query) => {
      await requireChannel(store, query.channelId);
      return store.asRun.list(query);
    },
  };
}

function textOf(pieces: readonly Uint8Array[]): string {
  return Buffer.concat(pieces).toString('utf8');
}
