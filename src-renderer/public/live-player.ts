import Hls from 'hls.js';

import { createRecoveryPolicy, PLAYER_CONFIG } from '#renderer/ui/player-policy.ts';

/** What the picture is doing. */
export type PicturePhase = 'tuning' | 'playing' | 'waiting' | 'unsupported';

const KINDS: Partial<Record<string, 'network' | 'media'>> = {
  networkError: 'network',
  mediaError: 'media',
};

/** Plays a live channel in the element and never gives up. The returned function stops it. */
export function playLive(
  video: HTMLVideoElement,
  url: string,
  onPhase: (phase: PicturePhase) => void,
): () => void {
  const play = (): void => {
    video.play().catch(() => {
      // Sound without a gesture may be refused; the controls start it then.
    });
  };
  if (!Hls.isSupported()) {
    if (video.canPlayType('application/vnd.apple.mpegurl') === '') onPhase('unsupported');
    else {
      video.src = url;
      play();
    }
    return () => {
      video.removeAttribute('src');
      video.load();
    };
  }
  const decide = createRecoveryPolicy();
  let current: Hls | null = null;
  function build(): void {
    const hls = new Hls(PLAYER_CONFIG);
    current = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, play);
    hls.on(Hls.Events.ERROR, (_name, data) => {
      if (data.fatal) onPhase('waiting');
      const kind = KINDS[data.type] ?? 'other';
      switch (decide({ isFatal: data.fatal, kind }, performance.now())) {
        case 'ignore':
          break;
        case 'restart-load':
          hls.startLoad();
          break;
        case 'recover-media':
          hls.recoverMediaError();
          break;
        case 'rebuild':
          hls.destroy();
          build();
      }
    });
    hls.loadSource(url);
    hls.attachMedia(video);
  }
  build();
  return () => {
    current?.destroy();
    current = null;
  };
}

/** A random key for this page, by which the station counts it as one viewer. Works without a secure context. */
export function createViewerKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
