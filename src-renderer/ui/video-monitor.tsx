import Hls from 'hls.js';
import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { Button, Spinner } from './button.tsx';
import { createRecoveryPolicy, PLAYER_CONFIG } from './player-policy.ts';

type Phase = 'starting' | 'playing' | 'waiting' | 'unsupported';

interface Player {
  stop(): void;
}

const KINDS: Partial<Record<string, 'network' | 'media'>> = {
  networkError: 'network',
  mediaError: 'media',
};

/** Plays a live HLS address in a video element and never gives up until stopped. */
function startPlayer(
  video: HTMLVideoElement,
  url: string,
  onPhase: (phase: Phase) => void,
): Player {
  if (!Hls.isSupported()) {
    if (video.canPlayType('application/vnd.apple.mpegurl') === '') onPhase('unsupported');
    else video.src = url;
    return {
      stop() {
        video.removeAttribute('src');
        video.load();
      },
    };
  }
  const decide = createRecoveryPolicy();
  let hls: Hls | null = null;

  function build(): void {
    const built = new Hls(PLAYER_CONFIG);
    hls = built;
    built.on(Hls.Events.ERROR, (_name, data) => {
      const error = { isFatal: data.fatal, kind: KINDS[data.type] ?? 'other' } as const;
      switch (decide(error, video.ownerDocument.timeline.currentTime as number)) {
        case 'ignore':
          break;
        case 'restart-load':
          onPhase('waiting');
          built.startLoad();
          break;
        case 'recover-media':
          onPhase('waiting');
          built.recoverMediaError();
          break;
        case 'rebuild':
          onPhase('waiting');
          built.destroy();
          build();
      }
    });
    built.on(Hls.Events.MANIFEST_PARSED, () => {
      video.play().catch(() => {
        // Playing was refused or overtaken; the next user gesture starts it.
      });
    });
    built.loadSource(url);
    built.attachMedia(video);
  }

  build();
  return {
    stop() {
      hls?.destroy();
      hls = null;
    },
  };
}

/** A live picture with its own sound switch. Starts muted; stops with the component. */
export function VideoMonitor({ url, title }: { readonly url: string; readonly title: string }) {
  const node = useRef<HTMLVideoElement>(null);
  const [phase, setPhase] = useState<Phase>('starting');
  const [isMuted, setMuted] = useState(true);
  useEffect(() => {
    const video = node.current;
    if (!video) return undefined;
    const player = startPlayer(video, url, setPhase);
    return () => {
      player.stop();
    };
  }, [url]);
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
      {phase === 'playing' ? null : (
        <p
          role="status"
          className="absolute inset-0 flex flex-col items-center justify-center gap-2 bg-black/70 text-13 text-ink-2"
        >
          {phase === 'unsupported' ? (
            'This window cannot play H.264 video. Copy the address below and open it in VLC.'
          ) : (
            <>
              <Spinner />
              {phase === 'starting' ? 'Tuning in' : 'Waiting for the picture'}
            </>
          )}
        </p>
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
