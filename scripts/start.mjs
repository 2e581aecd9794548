import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';

import { build } from './parts/build.mjs';
import { provideElectron } from './parts/electron.mjs';
import { projectEnvironment, projectNode, root } from './parts/processes.mjs';
import { setUp } from './setup.mjs';

/** Becomes the program: same terminal, its signals, its exit code. */
function become(command, args) {
  const child = spawn(command, args, { cwd: root, env: projectEnvironment(), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(127);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1));
  });
}

async function start(args) {
  const { isReady } = await setUp();
  if (!isReady || !(await build(['renderer']))) return 1;
  const electron = await provideElectron();
  if (electron.path !== undefined) {
    if (!(await build(['main', 'preload']))) return 1;
    // Chromium refuses its sandbox to root.
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
    become(electron.path, [root, ...(isRoot ? ['--no-sandbox'] : []), ...args]);
    return null;
  }
  console.log(`Running without a desktop window: ${electron.reason}.`);
  become(projectNode(), [path.join(root, 'src-main/cli/bin.mjs'), 'serve', '--open', ...args]);
  return null;
}

const code = await start(process.argv.slice(2));
if (code !== null) process.exitCode = code;
