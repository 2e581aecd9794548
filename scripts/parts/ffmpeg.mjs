import { existsSync } from 'node:fs';
import path from 'node:path';

import { canInstallPackages, installPackages } from './debian.mjs';
import { findOnPath, root, run } from './processes.mjs';

export const FFMPEG_REMEDY =
  'ffmpeg was not found. Install it (Debian, Ubuntu: "apt-get install ffmpeg"; macOS: "brew install ffmpeg"; ' +
  'Windows: "winget install ffmpeg"), or run "npm run ffmpeg:fetch", or set FFMPEG_BIN to its full path.';

async function answers(file) {
  const { code } = await run(file, ['-hide_banner', '-version'], {
    capture: true,
    timeoutMs: 20_000,
  });
  return code === 0;
}

/**
 * Finds ffmpeg the way the station does, apart from its setting, which only the station can read: FFMPEG_BIN, then
 * ffmpeg-static's file, then PATH; installs Debian's package where that is possible. Answers
 * `{ path }` or `{ problem }`. A wrong FFMPEG_BIN is a problem even when another ffmpeg exists.
 */
export async function provideFfmpeg() {
  const explicit = process.env.FFMPEG_BIN;
  if (explicit) {
    if (await answers(explicit)) return { path: explicit };
    return {
      problem: `FFMPEG_BIN is "${explicit}", which does not run. Correct it or unset it.`,
      isWrong: true,
    };
  }
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const bundled = path.join(root, 'node_modules', 'ffmpeg-static', name);
  if (existsSync(bundled)) return { path: bundled };
  const present = findOnPath('ffmpeg');
  if (present !== null) return { path: present };
  if (canInstallPackages() && (await installPackages(['ffmpeg']))) {
    const installed = findOnPath('ffmpeg');
    if (installed !== null) return { path: installed };
  }
  return { problem: FFMPEG_REMEDY };
}
