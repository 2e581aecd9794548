import { useEffect, useRef, useState } from 'react';

import type { PublicGuideChannel } from '#shared/guide/public-guide.ts';
import { contains } from '#shared/time/interval.ts';

import { type PicturePhase, type PictureTrouble, playLive } from '../ui/live-player.ts';
import { remainingLabel, secondLine, timeLabel } from './labels.ts';
import type { PageClock } from './page-clock.ts';
import { viewerId } from './viewer-id.ts';

const VIEWER_ID = viewerId(() => localStorage);

const PHASES: Readonly<Record<PicturePhase, string>> = {
  tuning: 'Tuning in',
  waiting: 'Waiting for the picture',
  unsupported: 'This browser cannot play the channel. Open its address in VLC or mpv.',
  playing: '',
};

/** A channel in a window over the guide. Esc, the cross and a click beside it close it; Page Up and Down zap. */
export function WatchDialog({
  channel,
  clock,
  onZap,
  onClose,
}: {
  readonly channel: PublicGuideChannel;
  readonly clock: PageClock;
  readonly onZap: (step: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [phase, setPhase] = useState<PicturePhase>('tuning');
  const [trouble, setTrouble] = useState<PictureTrouble | null>(null);
  const [nowAt, setNowAt] = useState(() => clock.nowAt());
  const address = `/hls/${channel.slug}/live.m3u8`;

  useEffect(() => {
    const node = dialog.current;
    if (node && !node.open) node.showModal();
  }, []);
  useEffect(() => {
    setPhase('tuning');
    setTrouble(null);
    const hears = { onPhase: setPhase, onTrouble: setTrouble };
    return video.current
      ? playLive(video.current, `${address}?viewer=${VIEWER_ID}`, hears)
      : undefined;
  }, [address]);
  useEffect(
    () =>
      clock.every(1_000, () => {
        setNowAt(clock.nowAt());
      }),
    [clock],
  );

  const entry = channel.entries.find((each) => contains(each, nowAt));
  return (
    <dialog
      ref={dialog}
      className="watch"
      aria-label={`Watch ${channel.name}`}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'PageUp' && event.key !== 'PageDown') return;
        event.preventDefault();
        onZap(event.key === 'PageUp' ? -1 : 1);
      }}
    >
      <div className="watch-frame">
        <header className="watch-head">
          <span className="plate">{channel.number}</span>
          <h2>{channel.name}</h2>
          <span className="tally">On air</span>
          <button type="button" className="key" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </header>
        <div className="picture" data-phase={phase}>
          <video
            ref={video}
            controls
            playsInline
            aria-label={`${channel.name}, live`}
            onPlaying={() => {
              setPhase('playing');
            }}
            onWaiting={() => {
              setPhase('waiting');
            }}
          />
          {phase === 'playing' ? null : (
            <p className="picture-note" role="status">
              {trouble === null || phase === 'unsupported'
                ? PHASES[phase]
                : 'The picture does not come. It is tried again for as long as this is open.'}
            </p>
          )}
        </div>
        <footer className="watch-foot">
          {entry ? (
            <>
              <strong>{entry.title}</strong>
              <span>{secondLine(entry)}</span>
              <span className="figures">
                {timeLabel(entry.startAt)} – {timeLabel(entry.endAt)} ·{' '}
                {remainingLabel(entry.endAt - nowAt)}
              </span>
            </>
          ) : (
            <span>No guide data for this moment.</span>
          )}
          <a href={address}>Address for other players</a>
        </footer>
      </div>
    </dialog>
  );
}
