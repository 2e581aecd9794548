import { useMemo, useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { PlanFields } from '#shared/model/plan.ts';
import { plansForDate } from '#shared/planning/plan/plan-matching.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';

import {
  useBlockedReason,
  useChannels,
  useDrafts,
  usePlanDocument,
  useRemote,
} from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { useGoTo, useUrlState } from '../stores/url-state.ts';
import { Button } from '../ui/button.tsx';
import { FaultCard, LoadingCard, TestCard } from '../ui/panels.tsx';
import { PlanBar } from './plan-bar.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { PlanEditor } from './plan-editor.tsx';

/** Plans of the channel in the address: the week, what it will do, publish. */
export function PlanView() {
  const channels = useChannels();
  const goTo = useGoTo();
  const [{ channel: slug }] = useUrlState();
  if (channels.state === 'loading') return <LoadingCard what="the channels" />;
  if (channels.state === 'failed') return <FaultCard error={channels.error} />;
  const channel = channels.value.find((one) => one.slug === slug) ?? channels.value[0];
  if (!channel) {
    return (
      <TestCard
        kicker="No channel"
        title="A plan belongs to a channel"
        actions={
          <Button look="primary" onPress={() => goTo('channels')}>
            Make a channel
          </Button>
        }
      >
        Make a channel first, then draw its week here.
      </TestCard>
    );
  }
  return <ChannelPlans key={channel.id} channel={channel} />;
}

function ChannelPlans({ channel }: { readonly channel: Channel }) {
  const { client, clock, notices } = useServices();
  const blockedReason = useBlockedReason();
  const [url, setUrl] = useUrlState();
  const plans = useRemote('plan.list', { channelId: channel.id }, ['plans.changed']);
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null);
  const list = useMemo(
    () =>
      plans.state === 'ready'
        ? [...plans.value].sort((a, b) => b.priority - a.priority || a.name.localeCompare(b.name))
        : [],
    [plans],
  );
  const today = broadcastDateAt(channel, clock.nowAt());
  const date = url.date ?? today;
  const chosen =
    list.find(({ id }) => id === url.plan) ?? plansForDate(list, date)[0] ?? list[0] ?? null;
  usePlanDocument(chosen?.id ?? null, chosen?.version ?? null);
  const document = useDrafts((state) => (chosen ? state.documents[chosen.id] : undefined)) ?? null;
  const fault = useDrafts((state) => (chosen ? state.faults[chosen.id] : undefined));

  async function create(fields: PlanFields): Promise<void> {
    const plan = await client.call('plan.create', { ...fields, channelId: channel.id });
    notices.did(`Made the plan ${plan.name}`);
    setUrl({ plan: plan.id });
  }

  const dialogNode =
    dialog === 'new' ? (
      <PlanDialog plan={null} onClose={() => setDialog(null)} onSave={create} onDelete={null} />
    ) : dialog === 'edit' && chosen ? (
      <PlanDialog
        plan={chosen}
        onClose={() => setDialog(null)}
        onSave={async (changes) => {
          await client.call('plan.update', { id: chosen.id, changes });
          notices.did(`Changed the plan ${changes.name}`);
        }}
        onDelete={async () => {
          await client.call('plan.delete', { id: chosen.id });
          notices.did(`Deleted the plan ${chosen.name}`);
          setUrl({ plan: undefined });
        }}
      />
    ) : null;

  if (plans.state === 'loading') return <LoadingCard what="the plans" />;
  if (plans.state === 'failed') return <FaultCard error={plans.error} />;
  if (!chosen) {
    return (
      <>
        <TestCard
          kicker="No plan yet"
          title={`${channel.name} airs its default programming`}
          testId="plan-empty"
          actions={
            <Button
              look="primary"
              blockedReason={blockedReason}
              onPress={() => setDialog('new')}
              testId="plan-new"
            >
              Draw a plan
            </Button>
          }
        >
          A plan says what airs when on a kind of day: weekdays, weekends, Christmas. Where no plan
          says anything, the channel’s default programming fills the time, so that it is never
          silent.
        </TestCard>
        {dialogNode}
      </>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 p-3" data-testid="plan-view">
      <h1 className="sr-only">Plan of {channel.name}</h1>
      <PlanBar
        plans={list}
        document={document}
        date={date}
        today={today}
        blockedReason={blockedReason}
        onPlan={(plan) => setUrl({ plan })}
        onDate={(next) => setUrl({ date: next })}
        onNew={() => setDialog('new')}
        onEdit={() => setDialog('edit')}
      />
      {document ? (
        <PlanEditor
          key={chosen.id}
          channel={channel}
          plans={list}
          document={document}
          date={date}
          today={today}
          blockedReason={blockedReason}
        />
      ) : fault ? (
        <FaultCard error={fault} />
      ) : (
        <LoadingCard what="the plan" />
      )}
      {dialogNode}
    </div>
  );
}
