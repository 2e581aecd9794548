import { existsSync } from 'node:fs';

import { canInstallPackages, installPackages } from './debian.mjs';
import { findOnPath } from './processes.mjs';

/** Programs that only tests of foreign clients want, and the Debian packages that hold them. */
const CLIENT_TOOLS = [
  { program: 'vlc', packages: ['vlc-bin', 'vlc-plugin-base'] },
  { program: 'mpv', packages: ['mpv'] },
  { program: 'xmllint', packages: ['libxml2-utils'] },
  { program: 'tv_validate_file', packages: ['xmltv-util'] },
];

async function findChromium() {
  const explicit = process.env.CHROMIUM_BIN;
  if (explicit) return explicit;
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  return findOnPath('chromium') ?? findOnPath('chromium-browser') ?? findOnPath('google-chrome');
}

/** The browser for the end-to-end tests; Debian's is installed where that is possible. `null` when there is none. */
export async function provideChromium() {
  const present = await findChromium();
  if (present !== null) return present;
  if (canInstallPackages()) await installPackages(['chromium']);
  return findChromium();
}

/** Installs what the client tests want, where possible. Their tests skip visibly when it is absent. */
export async function provideClientTools() {
  const absent = CLIENT_TOOLS.filter(({ program }) => findOnPath(program) === null);
  if (absent.length === 0) return;
  if (canInstallPackages() && (await installPackages(absent.flatMap(({ packages }) => packages)))) {
    return;
  }
  const names = absent.map(({ program }) => program).join(', ');
  console.log(`Not found, so the tests that use them are skipped: ${names}.`);
}
