import type { Handlers } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { summaryOf } from './day-summary.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { Services } from './services.ts';

type DayChangeHandlers = Pick<
  Handlers,
  'day.overridePreview' | 'day.override' | 'day.revert' | 'day.history'
>;

export function dayChangeHandlers({ store, clock, horizon }: Services): DayChangeHandlers {
  return {
    'day.overridePreview': (request) => horizon.previewChange(request),

    'day.override': (request) => horizon.changeDay(request),

    'day.revert': ({ generation, ...request }) =>
      horizon.changeDay({ ...request, change: { type: 'revert', generation } }),

    'day.history': async ({ channelId, date }) => {
      const channel = await requireChannel(store, channelId);
      const generations = await store.days.generations(channelId, date);
      if (generations.length === 0) {
        throw new AppError('horizon-no-schedule-data', `The day ${date} was never frozen.`, {
          field: 'date',
          remedy: 'Generate it, or wait until the horizon reaches it.',
        });
      }
      const decisions = await store.approvals.list({ channelId, date });
      return generations.map((generation) => ({
        ...generation,
        day: summaryOf(generation.day, {
          channel,
          approval: decisions.findLast((it) => it.scheduleDayId === generation.day.id) ?? null,
          isSuperseded: generation.supersededAt !== null,
          now: clock.nowAt(),
        }),
      }));
    },
  };
}
