import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { Button, Spinner } from './button.tsx';
import { type PicturePhase, type PictureTrouble, playLive } from './live-player.ts';

/** What is known of a picture that is not there. */
export interface Absence {
  /** There has not been any picture yet. */
  readonly isFirst: boolean;
  readonly trouble: PictureTrouble | null;
}

/** A live picture with its own sound switch. Starts muted; stops with the component. */
export function VideoMonitor({
  url,
  title,
  whileAbsent,
  isStandIn = false,
}: {
  readonly url: string;
  readonly title: string;
  /** Stands where the picture will be; a word unless given. */
  readonly whileAbsent?: (absence: Absence) => ReactNode;
  /** What plays is not the picture but stands in for it. */
  readonly isStandIn?: boolean;
}) {
  const node = useRef<HTMLVideoElement>(null);
  const [phase, setPhase] = useState<PicturePhase>('tuning');
  const [trouble, setTrouble] = useState<PictureTrouble | null>(null);
  const [hasPlayed, setPlayed] = useState(false);
  const isThere = phase === 'playing' && !isStandIn;
  if (isThere && !hasPlayed) setPlayed(true);
  const [isMuted, setMuted] = useState(true);
  useEffect(
    () =>
      node.current
        ? playLive(node.current, url, { onPhase: setPhase, onTrouble: setTrouble })
        : undefined,
    [url],
  );
  return (
    <div
      data-theme="dark"
      data-testid="monitor"
      data-state={phase}
      className="relative flex aspect-video w-full items-center justify-center overflow-hidden bg-black text-ink"
    >
      <video
        ref={node}
        muted={isMuted}
        autoPlay
        playsInline
        aria-label={title}
        data-testid="monitor-video"
        className="size-full"
        onPlaying={() => {
          setPhase('playing');
        }}
        onWaiting={() => {
          setPhase('waiting');
        }}
      />
      {isThere ? null : (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 bg-black/70 p-4 text-13 text-ink-2">
          {phase === 'unsupported' ? (
            <p role="alert">
              This window cannot play H.264 video. Copy the address below and open it in VLC.
            </p>
          ) : whileAbsent ? (
            whileAbsent({ isFirst: !hasPlayed, trouble })
          ) : (
            <p role="status" className="flex items-center gap-2">
              <Spinner /> {hasPlayed ? 'Waiting for the picture' : 'Tuning in'}
            </p>
          )}
        </div>
      )}
      {phase === 'unsupported' ? null : (
        <Button
          look="plain"
          testId="mute"
          aria-pressed={!isMuted}
          className="absolute right-3 bottom-3"
          onPress={() => {
            setMuted(!isMuted);
          }}
        >
          {isMuted ? <VolumeX size={14} /> : <Volume2 size={14} />}
          {isMuted ? 'Sound on' : 'Mute'}
        </Button>
      )}
    </div>
  );
}
