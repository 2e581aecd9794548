import type { MasterClock } from '#main/clock/master-clock.ts';
import { type FfmpegTools, resolveFfmpeg } from '#main/media/resolve-ffmpeg.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Settings } from '#shared/model/settings.ts';

/** The station's ffmpeg, looked for when it is first needed and again when the settings name another. */
export interface ToolBox {
  /** The tools that were found, without looking; `null` while there are none. */
  current(): FfmpegTools | null;
  /** Why there are none; `null` when there are, or nobody has looked. */
  failure(): AppError | null;
  /** The tools, found now if need be. Rejects with `ffmpeg-unavailable`; the next call looks again. */
  provide(): Promise<FfmpegTools>;
  /** Looks by other settings and keeps what it finds. Rejects, keeping what there was, with `ffmpeg-unavailable`. */
  change(settings: Settings): Promise<void>;
}

export function createToolBox(
  env: Readonly<Record<string, string | undefined>>,
  settings: () => Settings,
  clock: MasterClock,
): ToolBox {
  let found: FfmpegTools | null = null;
  let failed: AppError | null = null;
  let looking: Promise<FfmpegTools> | null = null;

  function look(by: Settings): Promise<FfmpegTools> {
    return resolveFfmpeg(
      { settingPath: by.ffmpegPath, ffprobeSettingPath: by.ffprobePath, env },
      { clock },
    );
  }

  async function lookAndRemember(): Promise<FfmpegTools> {
    try {
      found = await look(settings());
      failed = null;
      return found;
    } catch (error) {
      if (error instanceof AppError) failed = error;
      throw error;
    } finally {
      looking = null;
    }
  }

  return {
    current: () => found,
    failure: () => failed,
    provide() {
      if (found) return Promise.resolve(found);
      looking ??= lookAndRemember();
      return looking;
    },
    async change(next) {
      found = await look(next);
      failed = null;
    },
  };
}
