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

const VIEWER_ITEM = 'retrovue.viewer';

/**
 * The id by which the station counts this browser as one device: random, kept for the pages to come where the browser
 * lets it. Works without a secure context.
 */
export function viewerId(shelf: () => Pick<Storage, 'getItem' | 'setItem'>): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  try {
    const kept = shelf().getItem(VIEWER_ITEM);
    if (kept !== null && /^[0-9a-f]{24}$/.test(kept)) return kept;
    shelf().setItem(VIEWER_ITEM, made);
  } catch {
    // A browser may refuse to keep anything; the id is then good for this page.
  }
  return made;
}
