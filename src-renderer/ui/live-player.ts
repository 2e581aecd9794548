import Hls from 'hls.js';

import { createRecoveryPolicy, PLAYER_CONFIG } from './player-policy.ts';

/** What the picture is doing. */
export type PicturePhase = 'tuning' | 'playing' | 'waiting' | 'unsupported';

/** Why no picture comes although it is tried again and again: the answer's HTTP status, `null` where there is no answer. */
export interface PictureTrouble {
  readonly httpStatus: number | null;
}

/** Who is told about a picture. */
export interface PictureListener {
  readonly onPhase: (phase: PicturePhase) => void;
  /** Told when loading keeps failing, and with `null` when something has been loaded again. */
  readonly onTrouble: (trouble: PictureTrouble | null) => void;
}

const KINDS: Partial<Record<string, 'network' | 'media'>> = {
  networkError: 'network',
  mediaError: 'media',
};
/** One failure is a hitch; so many in a row are told. */
const TOLD_FAILURES = 2;

/** Plays a live channel in the element and never gives up. The returned function stops it. */
export function playLive(
  video: HTMLVideoElement,
  url: string,
  { onPhase, onTrouble }: PictureListener,
): () => void {
  const play = (): void => {
    video.play().catch(() => {
      // Sound without a gesture may be refused, or playing overtaken; the next gesture starts it.
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
  let failures = 0;

  function build(): void {
    const hls = new Hls(PLAYER_CONFIG);
    current = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, play);
    hls.on(Hls.Events.FRAG_LOADED, () => {
      if (failures >= TOLD_FAILURES) onTrouble(null);
      failures = 0;
    });
    hls.on(Hls.Events.ERROR, (_name, data) => {
      const kind = KINDS[data.type] ?? 'other';
      // A segment that takes its time may still be being made.
      if (kind === 'network' && data.details !== Hls.ErrorDetails.FRAG_LOAD_TIMEOUT) {
        failures += 1;
        const status = data.response?.code ?? 0;
        if (failures >= TOLD_FAILURES) onTrouble({ httpStatus: status === 0 ? null : status });
      }
      if (data.fatal) onPhase('waiting');
      const atMs = video.ownerDocument.timeline.currentTime as number;
      switch (decide({ isFatal: data.fatal, kind }, atMs)) {
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
