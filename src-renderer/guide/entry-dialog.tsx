import { useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { useRemote } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { dateText, durationText } from '../stores/time-text.ts';
import { Tabs } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Facts, FaultCard, LoadingCard } from '../ui/panels.tsx';
import { VideoMonitor } from '../ui/video-monitor.tsx';
import { ApproveOffer } from '../airing/approve-offer.tsx';
import { ChangePanel } from '../airing/change-panel.tsx';
import { HistoryPanel } from '../airing/history-panel.tsx';
import { TuningIn } from '../airing/tuning-in.tsx';
import { WhyPanel } from '../airing/why-panel.tsx';

interface EntryProps {
  readonly entry: GuideEntry;
  readonly channel: Channel;
  readonly onClose: () => void;
}

/** What is on now plays; what is not is told about: why it is there, how to change it, what it was before. */
export function EntryDialog({
  broadcastUrl,
  ...props
}: EntryProps & { readonly broadcastUrl: string | null }) {
  const { clock } = useServices();
  const { entry, channel, onClose } = props;
  const nowAt = clock.nowAt();
  const isOn = entry.startAt <= nowAt && nowAt < entry.endAt;
  if (!isOn || broadcastUrl === null)
    return <AiringDialog {...props} isAhead={entry.startAt > nowAt} />;
  return (
    <Dialog
      isOpen
      isDark
      onClose={onClose}
      width="large"
      testId="watch-dialog"
      title={`${String(channel.number)} ${channel.name} · ${entry.title}`}
    >
      <VideoMonitor
        url={`${broadcastUrl}/hls/${channel.slug}/live.m3u8`}
        title={`Live picture of ${channel.name}`}
        whileAbsent={(absence) => <TuningIn channel={channel} absence={absence} />}
      />
    </Dialog>
  );
}

type Tab = 'why' | 'change' | 'history';

function AiringDialog({ entry, channel, onClose, isAhead }: EntryProps & { isAhead: boolean }) {
  const [tab, setTab] = useState<Tab>('why');
  const why = useRemote('day.why', { airingId: entry.airingId }, ['days.changed']);
  const key = { channelId: channel.id, date: entry.broadcastDate };
  const day = useRemote('day.show', tab === 'change' ? key : null, ['days.changed']);
  const pad = (panel: React.ReactNode) => <div className="pt-3">{panel}</div>;
  return (
    <Dialog isOpen onClose={onClose} width="large" testId="entry-dialog" title={entry.title}>
      <Facts
        rows={[
          ['Channel', `${String(channel.number)} ${channel.name}`],
          [
            'On air',
            `${dateText(entry.broadcastDate)}, ${localTimeAt(channel.timezone, entry.startAt)} to ${localTimeAt(channel.timezone, entry.endAt)}`,
          ],
          ...(entry.episodeTitle === null ? [] : [['Episode', entry.episodeTitle] as const]),
          ['Content', durationText(entry.contentDurationMs)],
        ]}
      />
      {entry.isTentative === true ? (
        <ApproveOffer channel={channel} date={entry.broadcastDate} onDone={onClose} />
      ) : null}
      <div className="mt-3 flex min-h-80 flex-col">
        <Tabs<Tab>
          label="About this airing"
          selected={tab}
          onChange={setTab}
          tabs={[
            {
              value: 'why',
              label: 'Why this?',
              panel: pad(
                why.state === 'loading' ? (
                  <LoadingCard what="the reasons" />
                ) : why.state === 'failed' ? (
                  <FaultCard error={why.error} />
                ) : (
                  <WhyPanel why={why.value} channel={channel} />
                ),
              ),
            },
            {
              value: 'change',
              label: 'Change',
              panel: pad(
                !isAhead ? (
                  <p className="text-13 text-ink-2">
                    It has aired, and what has aired stays. Choose a programme to come.
                  </p>
                ) : day.state === 'loading' ? (
                  <LoadingCard what="the day" />
                ) : day.state === 'failed' ? (
                  <FaultCard error={day.error} />
                ) : (
                  <ChangePanel entry={entry} channel={channel} day={day.value} onDone={onClose} />
                ),
              ),
            },
            {
              value: 'history',
              label: 'History of the day',
              panel: pad(
                <HistoryPanel channel={channel} date={entry.broadcastDate} onDone={onClose} />,
              ),
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
