import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { findOnPath, root, run } from './processes.mjs';

/** npm writes this file last, so it is the proof that an installation was finished and what it holds. */
const INSTALLED = path.join(root, 'node_modules', '.package-lock.json');

/** What must be there, from the two lock files as npm writes them: installed in full, and nothing of another version. */
export function isInstalled(wanted, installed) {
  const has = installed.packages ?? {};
  return Object.entries(wanted.packages).every(([place, entry]) => {
    if (place === '' || entry.link) return true;
    const found = has[place];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function areModulesCurrent() {
  if (!existsSync(INSTALLED)) return false;
  try {
    return isInstalled(readJson(path.join(root, 'package-lock.json')), readJson(INSTALLED));
  } catch {
    return false;
  }
}

/** Installs exactly what package-lock.json says unless it is there already. Answers whether it is there now. */
export async function installModules() {
  if (areModulesCurrent()) return true;
  console.log('Installing the packages of package-lock.json (npm ci) …');
  const npm = findOnPath('npm') === null ? null : 'npm';
  if (npm === null) {
    console.error('npm was not found on PATH. Install Node 20 or newer together with npm.');
    return false;
  }
  const { code } = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    env: process.env,
  });
  return code === 0;
}

/** Says what is wrong when no Node is at hand that can run the station (22.18 strips types), or `null`. */
export function nodeProblem() {
  if (existsSync(path.join(root, 'node_modules', '.bin', 'node'))) return null;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return null;
  return `RetroVue runs on Node 24; this is ${process.versions.node} and the packaged one exists for Linux x64 only. Install Node 24.`;
}
