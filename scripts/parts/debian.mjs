import { readFileSync } from 'node:fs';

import { findOnPath, run, systemEnvironment } from './processes.mjs';

/** Whether packages can be installed here without asking anybody: Debian or a child of it, and root. */
export function canInstallPackages() {
  if (process.getuid?.() !== 0 || findOnPath('apt-get') === null) return false;
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

let isListFresh = false;

/** Installs Debian packages; answers whether it worked. The package list is fetched once per run. */
export async function installPackages(packages) {
  const options = { env: systemEnvironment(), capture: true };
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  console.log(`Installing ${packages.join(', ')} with apt-get …`);
  if (!isListFresh) {
    const update = await run('apt-get', ['update', ...lock], options);
    isListFresh = update.code === 0;
  }
  const install = ['install', '-y', '--no-install-recommends', ...lock, ...packages];
  const { code, output } = await run('apt-get', install, options);
  if (code !== 0) console.log(output.trimEnd().split('\n').slice(-8).join('\n'));
  return code === 0;
}
