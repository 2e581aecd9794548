#!/usr/bin/env node
// Plain JavaScript for whatever Node runs it: finds one that runs the station's TypeScript and becomes that.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// All threads of the process share one pool for files, by default of four: a source on a disk that does not answer would keep the
// air from reading its segments. It is made when it is first used.
process.env.UV_THREADPOOL_SIZE ??= '16';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, 'main.ts');

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

function become(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1));
  });
}

if (isNewEnough(process.versions.node)) {
  const { runProcess } = await import('./main.ts');
  await runProcess();
} else {
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  const node = join(here, '..', '..', 'node_modules', '.bin', `node${suffix}`);
  if (existsSync(node)) become(node, [main, ...process.argv.slice(2)]);
  else {
    console.error(
      `RetroVue needs Node 22.18 or newer; this is ${process.versions.node}. Run "npm start" once: it brings its own.`,
    );
    process.exitCode = 1;
  }
}
