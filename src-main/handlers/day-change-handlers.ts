import type { Handlers } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { requireChannel } from './selectors.ts';
import type { Services } from './services.ts';

type DayChangeHandlers = Pick<
  Handlers,
  'day.overridePreview' | 'day.override' | 'day.revert' | 'day.history'
>;

export function dayChangeHandlers({ store, horizon }: Services): DayChangeHandlers {
  return {
    'day.overridePreview': (request) => horizon.previewChange(request),

    'day.override': (request) => horizon.changeDay(request),

    'day.revert': ({ generation, ...request }) =>
      horizon.changeDay({ ...request, change: { type: 'revert', generation } }),

    'day.history': async ({ channelId, date }) => {
      await requireChannel(store, channelId);
      const generations = await store.days.generations(channelId, date);
      if (generations.length === 0) {
        throw new AppError('horizon-no-schedule-data', `The day ${date} was never frozen.`, {
          field: 'date',
          remedy: 'Generate it, or wait until the horizon reaches it.',
        });
      }
      return generations.map((generation) => ({
        ...generation,
        day: { ...generation.day, airingCount: generation.day.airings.length },
      }));
    },
  };
}
