import type { Handlers } from '#shared/contract/index.ts';
import type { DayApproval } from '#shared/model/approval.ts';
import { standingOf } from '#shared/model/day-status.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { Services } from './services.ts';

type ApprovalHandlers = Pick<
  Handlers,
  'day.approve' | 'day.unapprove' | 'day.pending' | 'day.approvals'
>;

export function approvalHandlers({ store, clock, horizon }: Services): ApprovalHandlers {
  const decide =
    (action: DayApproval['action']): Handlers['day.approve'] =>
    (request, { host }) =>
      horizon.decideDay({ ...request, action, by: host });

  return {
    'day.approve': decide('approve'),

    'day.unapprove': decide('unapprove'),

    'day.pending': async ({ channelId }) => {
      const now = clock.nowAt();
      const channels =
        channelId === undefined
          ? await store.channels.list()
          : [await requireChannel(store, channelId)];
      const pending = [];
      for (const channel of channels) {
        const from = broadcastDateAt(channel, now);
        for (const day of await store.approvals.liveDays({ channelId: channel.id, from })) {
          const standing = standingOf(channel, day, now);
          if (standing.status === 'planned' || standing.isReplaced) pending.push(standing);
        }
      }
      return pending;
    },

    'day.approvals': (filter) => store.approvals.list(filter),
  };
}
