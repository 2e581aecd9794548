import type { ReplannedLog } from '#main/horizon/change-log.ts';
import type { Handlers, Output } from '#shared/contract/index.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { Services } from './services.ts';

type LogChangeHandlers = Pick<Handlers, 'log.replanPreview' | 'log.replan' | 'log.changeItem'>;

export function logChangeHandlers({ store, horizon }: Services): LogChangeHandlers {
  return {
    'log.replanPreview': async (request) => {
      await requireChannel(store, request.channelId);
      return presentReplan(await horizon.previewReplan(request));
    },

    'log.replan': async (request) => {
      await requireChannel(store, request.channelId);
      return presentReplan(await horizon.replanLog(request));
    },

    'log.changeItem': async (request) => {
      await requireChannel(store, request.channelId);
      return horizon.changeBreakItem(request);
    },
  };
}

function presentReplan({ lockedUntil, changes }: ReplannedLog): Output<'log.replan'> {
  return { lockedUntil, changes: [...changes] };
}
