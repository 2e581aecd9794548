import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { broadcastDateAt, broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import { addDays } from '#shared/time/zone.ts';

import { ApprovalStrip } from '../airing/approval-strip.tsx';
import { RebuildStrip } from '../airing/rebuild-strip.tsx';
import { zoomed } from '../grid/scale.ts';
import { useChannels, useRemote, useStatus, useView } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { dateText } from '../stores/time-text.ts';
import { useGoTo, useUrlState } from '../stores/url-state.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Toggles } from '../ui/choice.tsx';
import { FaultCard, LoadingCard, TestCard } from '../ui/panels.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { GuideGrid } from './guide-grid.tsx';

const ZOOMS = [120, 180, 240, 360, 480] as const;
const DAYS_AHEAD = 6;

/** All channels over a broadcast day. */
export function GuideView() {
  const channels = useChannels();
  const goTo = useGoTo();
  if (channels.state === 'loading') return <LoadingCard what="the channels" />;
  if (channels.state === 'failed') return <FaultCard error={channels.error} />;
  const active = channels.value.filter((one) => one.isActive).sort((a, b) => a.number - b.number);
  const first = active[0];
  if (!first) {
    return (
      <TestCard
        kicker="No channel"
        title="The guide lists what the channels will air"
        actions={
          <Button look="primary" onPress={() => goTo('channels')}>
            Make a channel
          </Button>
        }
      >
        There is no channel on the air yet.
      </TestCard>
    );
  }
  return <Guide channels={active} first={first} />;
}

function Guide({
  channels,
  first,
}: {
  readonly channels: readonly Channel[];
  readonly first: Channel;
}) {
  const { clock, view } = useServices();
  const status = useStatus();
  const pxPerHour = useView((state) => state.guidePxPerHour);
  const [{ channel: slug, date: wanted }, setUrl] = useUrlState();
  const [chosen, setChosen] = useState<GuideEntry | null>(null);
  const [nowRequests, setNowRequests] = useState(0);
  const lead = channels.find((one) => one.slug === slug) ?? first;
  const today = broadcastDateAt(lead, clock.nowAt());
  const date = wanted ?? today;
  const window = useMemo(() => broadcastDayWindow(lead, date), [lead, date]);
  const guide = useRemote('guide.list', { startAt: window.startAt, endAt: window.endAt }, [
    'days.changed',
    'channels.changed',
  ]);
  const tabs = Array.from({ length: DAYS_AHEAD + 2 }, (_, index) => addDays(today, index - 1));
  const goToNow = (): void => {
    setUrl({ date: undefined });
    setNowRequests((count) => count + 1);
  };
  return (
    <div
      className="flex min-h-0 flex-1 flex-col gap-2 p-3"
      data-testid="guide-view"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        const run = {
          KeyT: goToNow,
          BracketLeft: () => setUrl({ date: addDays(date, -1) }),
          BracketRight: () => setUrl({ date: addDays(date, 1) }),
        }[event.code];
        if (!run) return;
        event.preventDefault();
        run();
      }}
    >
      <h1 className="sr-only">Guide</h1>
      <div role="toolbar" aria-label="Guide" className="flex flex-wrap items-center gap-3">
        <div className="flex items-center gap-1">
          <IconButton
            label="Day before"
            icon={<ChevronLeft size={16} />}
            onPress={() => setUrl({ date: addDays(date, -1) })}
          />
          <Toggles
            label="Day"
            mode="single"
            testId="guide-days"
            options={tabs.map((day) => ({
              value: day,
              label: day === today ? 'Today' : dateText(day),
              detail: dateText(day),
            }))}
            chosen={[date]}
            onChange={([day]) => {
              if (day !== undefined) setUrl({ date: day });
            }}
          />
          <IconButton
            label="Day after"
            icon={<ChevronRight size={16} />}
            onPress={() => setUrl({ date: addDays(date, 1) })}
          />
        </div>
        <Button onPress={goToNow} testId="go-now" hint="Go to now (T)">
          Now
        </Button>
        <span className="flex-1" />
        <span className="text-12 text-ink-3">Times in {lead.timezone}</span>
        <IconButton
          label="Zoom out"
          icon={<ZoomOut size={16} />}
          onPress={() => view.prefer({ guidePxPerHour: zoomed(ZOOMS, pxPerHour, -1) })}
        />
        <IconButton
          label="Zoom in"
          icon={<ZoomIn size={16} />}
          onPress={() => view.prefer({ guidePxPerHour: zoomed(ZOOMS, pxPerHour, 1) })}
        />
      </div>
      <ApprovalStrip channels={channels} />
      <RebuildStrip channels={channels} />
      {guide.state === 'loading' ? (
        <LoadingCard what="the guide" />
      ) : guide.state === 'failed' && guide.error.code === 'horizon-no-schedule-data' ? (
        <TestCard
          kicker="Please stand by"
          title={`Nothing is frozen for ${dateText(date)} yet`}
          testId="guide-empty"
          actions={<Button onPress={goToNow}>Back to now</Button>}
        >
          The station plans some days ahead by itself; Settings says how many. The guide shows only
          what has been promised.
        </TestCard>
      ) : guide.state === 'failed' ? (
        <FaultCard error={guide.error} />
      ) : (
        <GuideGrid
          key={`${date} ${String(pxPerHour)}`}
          channels={channels}
          entries={guide.value}
          date={date}
          window={window}
          timezone={lead.timezone}
          pxPerHour={pxPerHour}
          nowRequests={nowRequests}
          onChoose={setChosen}
        />
      )}
      {chosen ? (
        <EntryDialog
          entry={chosen}
          channel={channels.find(({ id }) => id === chosen.channelId) ?? first}
          broadcastUrl={status.state === 'ready' ? status.value.broadcastUrl : null}
          onClose={() => {
            setChosen(null);
          }}
        />
      ) : null}
    </div>
  );
}
