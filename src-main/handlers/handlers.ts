import type { Handlers } from '#shared/contract/index.ts';
import { approvalHandlers } from './approval-handlers.ts';
import { backupHandlers } from './backup-handlers.ts';
import { blockHandlers } from './block-handlers.ts';
import { channelCheckHandlers } from './channel-check-handlers.ts';
import { channelHandlers } from './channel-handlers.ts';
import { dayChangeHandlers } from './day-change-handlers.ts';
import { libraryHandlers } from './library-handlers.ts';
import { logChangeHandlers } from './log-change-handlers.ts';
import { pinHandlers } from './pin-handlers.ts';
import { planContentHandlers } from './plan-content-handlers.ts';
import { planWritingHandlers } from './plan-writing-handlers.ts';
import { planHandlers } from './plan-handlers.ts';
import { planRowHandlers } from './plan-row-handlers.ts';
import { publishHandlers } from './publish-handlers.ts';
import { ruleHandlers } from './rule-handlers.ts';
import { scheduleHandlers } from './schedule-handlers.ts';
import type { Services } from './services.ts';
import { stationHandlers } from './station-handlers.ts';
import { suggestionHandlers } from './suggestion-handlers.ts';
import { virtualAssetHandlers } from './virtual-asset-handlers.ts';
import { whatIfHandlers } from './what-if-handlers.ts';
import { whyHandlers } from './why-handlers.ts';

/** Every method of the contract; a missing one does not compile. */
export function createHandlers(services: Services): Handlers {
  return {
    ...stationHandlers(services),
    ...backupHandlers(services),
    ...channelHandlers(services),
    ...channelCheckHandlers(services),
    ...planHandlers(services),
    ...planRowHandlers(services),
    ...planContentHandlers(services),
    ...planWritingHandlers(services),
    ...publishHandlers(services),
    ...ruleHandlers(services),
    ...suggestionHandlers(services),
    ...pinHandlers(services),
    ...blockHandlers(services),
    ...virtualAssetHandlers(services),
    ...scheduleHandlers(services),
    ...dayChangeHandlers(services),
    ...approvalHandlers(services),
    ...logChangeHandlers(services),
    ...whatIfHandlers(services),
    ...whyHandlers(services),
    ...libraryHandlers(services),
  };
}
