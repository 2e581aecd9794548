import { provideFfmpeg } from './parts/ffmpeg.mjs';
import { installModules, nodeProblem } from './parts/modules.mjs';
import { isStarted } from './parts/processes.mjs';

/**
 * Installs what is missing and nothing else: the locked packages and ffmpeg. Answers whether the project can run, and
 * the path of ffmpeg or `null`.
 */
export async function setUp() {
  if (!(await installModules())) {
    console.error('The packages could not be installed; see the lines above.');
    return { isReady: false, ffmpegPath: null };
  }
  const problem = nodeProblem();
  if (problem !== null) {
    console.error(problem);
    return { isReady: false, ffmpegPath: null };
  }
  const ffmpeg = await provideFfmpeg();
  if (ffmpeg.problem) console.error(ffmpeg.problem);
  return { isReady: ffmpeg.isWrong !== true, ffmpegPath: ffmpeg.path ?? null };
}

if (isStarted(import.meta.url)) {
  const { isReady, ffmpegPath } = await setUp();
  if (isReady) console.log(`Ready. ffmpeg: ${ffmpegPath ?? 'none'}.`);
  process.exitCode = isReady ? 0 : 1;
}
