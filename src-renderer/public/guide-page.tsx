import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';

import type { PublicGuideChannel, PublicGuideEntry } from '#shared/guide/public-guide.ts';
import { MS_PER_HOUR, type EpochMs } from '#shared/time/units.ts';

import { GuideGrid } from './guide-grid.tsx';
import { clockLabel, dayLabel, secondLine, timeLabel } from './labels.ts';
import { createPageClock } from './page-clock.ts';
import { useGuide } from './use-guide.ts';
import { WatchDialog } from './watch-dialog.tsx';

const clock = createPageClock();
const NARROW = matchMedia('(max-width: 640px)');
const STEP_MS = 3 * MS_PER_HOUR;

/** Pixels per hour: a half hour is 180 wide, 120 on a telephone. */
function usePixelsPerHour(): number {
  const isNarrow = useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener('change', changed);
      return () => {
        NARROW.removeEventListener('change', changed);
      };
    },
    () => NARROW.matches,
  );
  return isNarrow ? 240 : 360;
}

/** What is on everywhere, for every device in the house. */
export function GuidePage() {
  const [startAt, setStartAt] = useState<EpochMs | null>(null);
  const { guide, trouble } = useGuide(clock, startAt);
  const [nowAt, setNowAt] = useState(() => clock.nowAt());
  const [watched, setWatched] = useState<string | null>(null);
  const [looked, setLooked] = useState<{
    channel: PublicGuideChannel;
    entry: PublicGuideEntry;
  } | null>(null);
  const pxPerHour = usePixelsPerHour();
  useEffect(
    () =>
      clock.every(1_000, () => {
        setNowAt(clock.nowAt());
      }),
    [],
  );

  const channels = guide?.channels ?? [];
  const watchedChannel = channels.find((channel) => channel.slug === watched);
  const shift = (ms: number): void => {
    setStartAt((guide?.startAt ?? nowAt) + ms);
  };
  return (
    <div className="page">
      <header className="masthead">
        <h1>{guide?.stationName ?? 'Guide'}</h1>
        <p className="day">{guide ? dayLabel(guide.startAt) : ''}</p>
        <nav aria-label="Time">
          <button type="button" className="key" onClick={() => shift(-STEP_MS)}>
            Earlier
          </button>
          <button
            type="button"
            className="key"
            aria-pressed={startAt === null}
            onClick={() => {
              setStartAt(null);
            }}
          >
            Now
          </button>
          <button type="button" className="key" onClick={() => shift(STEP_MS)}>
            Later
          </button>
        </nav>
        <time className="clock">{clockLabel(nowAt)}</time>
      </header>
      {trouble !== null && guide ? (
        <p className="banner" role="alert">
          {trouble}
        </p>
      ) : null}
      <main>
        {guide && channels.length > 0 ? (
          <GuideGrid
            guide={guide}
            nowAt={nowAt}
            pxPerHour={pxPerHour}
            onWatch={(channel) => {
              setWatched(channel.slug);
            }}
            onLook={(channel, entry) => {
              setLooked({ channel, entry });
            }}
          />
        ) : (
          <StandBy>{standByText(guide !== null, trouble)}</StandBy>
        )}
      </main>
      <footer className="detail" aria-live="polite">
        {looked ? (
          <>
            <strong>{looked.entry.title}</strong>
            <span>{secondLine(looked.entry)}</span>
            <span className="figures">
              {looked.channel.name} · {timeLabel(looked.entry.startAt)} –{' '}
              {timeLabel(looked.entry.endAt)}
            </span>
          </>
        ) : (
          <span>Choose what is on now to watch it. Arrow keys move, Enter watches.</span>
        )}
      </footer>
      {watchedChannel ? (
        <WatchDialog
          channel={watchedChannel}
          clock={clock}
          onZap={(step) => {
            const index = channels.indexOf(watchedChannel) + step + channels.length;
            setWatched(channels[index % channels.length]?.slug ?? watched);
          }}
          onClose={() => {
            setWatched(null);
          }}
        />
      ) : null}
    </div>
  );
}

function standByText(hasAnswer: boolean, trouble: string | null): string {
  if (trouble !== null) return trouble;
  return hasAnswer
    ? 'No channel is on the air yet. Channels appear here as soon as the station has one.'
    : 'Asking the station for its guide.';
}

/** A test card with one plain sentence. */
function StandBy({ children }: { readonly children: ReactNode }) {
  return (
    <div className="stand-by" role="status">
      <div className="bars" aria-hidden="true" />
      <p className="kicker">Please stand by</p>
      <p>{children}</p>
    </div>
  );
}
