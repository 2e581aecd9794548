import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectNode, root, run } from './processes.mjs';

const DOWNLOAD_SITE = 'https://github.com/electron/electron/releases';
const REACH_MS = 5_000;
const FETCH_MS = 300_000;

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function runtimePath() {
  const folder = path.join(root, 'node_modules', 'electron');
  const named = path.join(folder, 'path.txt');
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron';
  const file = path.join(dist, name);
  return existsSync(file) ? file : null;
}

async function isReachable(address) {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(REACH_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Finds Electron's runtime, fetching it where that is possible. Answers `{ path }` or `{ reason }`, one clause. */
export async function provideElectron() {
  if (!hasDisplay()) return { reason: 'there is no display' };
  const present = runtimePath();
  if (present !== null) return { path: present };
  if (!(await isReachable(process.env.ELECTRON_MIRROR ?? DOWNLOAD_SITE))) {
    return {
      reason: "Electron's runtime is not installed and its download site cannot be reached",
    };
  }
  console.log("Fetching Electron's runtime …");
  const install = path.join(root, 'node_modules', 'electron', 'install.js');
  await run(projectNode(), [install, '--no'], { capture: true, timeoutMs: FETCH_MS });
  const fetched = runtimePath();
  if (fetched !== null) return { path: fetched };
  return { reason: "Electron's runtime could not be fetched" };
}
