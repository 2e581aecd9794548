import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { useRemote } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { dateText, durationText } from '../stores/time-text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Facts } from '../ui/panels.tsx';
import { VideoMonitor } from '../ui/video-monitor.tsx';

/** What is on now plays; what is not is told about, with the reason why it is there. */
export function EntryDialog({
  entry,
  channel,
  broadcastUrl,
  onClose,
}: {
  readonly entry: GuideEntry;
  readonly channel: Channel;
  readonly broadcastUrl: string | null;
  readonly onClose: () => void;
}) {
  const { clock } = useServices();
  const nowAt = clock.nowAt();
  const isOn = entry.startAt <= nowAt && nowAt < entry.endAt;
  const why = useRemote('day.why', isOn ? null : { airingId: entry.airingId }, ['days.changed']);
  if (isOn && broadcastUrl !== null) {
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
        />
      </Dialog>
    );
  }
  return (
    <Dialog isOpen onClose={onClose} width="medium" testId="entry-dialog" title={entry.title}>
      <Facts
        rows={[
          ['Channel', `${String(channel.number)} ${channel.name}`],
          ['Broadcast day', dateText(entry.broadcastDate)],
          [
            'On air',
            `${localTimeAt(channel.timezone, entry.startAt)} to ${localTimeAt(channel.timezone, entry.endAt)}`,
          ],
          ...(entry.episodeTitle === null ? [] : [['Episode', entry.episodeTitle] as const]),
          ['Content', durationText(entry.contentDurationMs)],
        ]}
      />
      {why.state === 'ready' ? (
        <>
          <h3 className="kicker mt-4 mb-1">Why it is here</h3>
          <ol className="list-decimal pl-5 text-13 text-ink-2">
            {why.value.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </>
      ) : null}
    </Dialog>
  );
}
