import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const binFolder = path.join(root, 'node_modules', '.bin');
/** A bare environment often lacks these, and dpkg needs them. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The Node that runs the project: the packaged 24 where it exists, else the one that runs this script. */
export function projectNode() {
  const packaged = path.join(binFolder, 'node');
  return existsSync(packaged) ? packaged : process.execPath;
}

/** The environment for programs of the project: its own tools, and with them its own Node, come first in PATH. */
export function projectEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: [binFolder, process.env.PATH ?? ''].join(path.delimiter),
    ...extra,
  };
}

/** The environment for apt and dpkg. */
export function systemEnvironment() {
  return {
    ...process.env,
    DEBIAN_FRONTEND: 'noninteractive',
    PATH: [process.env.PATH ?? '', ...SYSTEM_FOLDERS].join(path.delimiter),
  };
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The full path of a program on PATH, or `null`. */
export function findOnPath(name) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const suffix of suffixes) {
      const file = path.join(folder, name + suffix);
      if (folder !== '' && isExecutable(file)) return file;
    }
  }
  return null;
}

/**
 * Runs a program in the project folder and answers its exit code (128 and more after a signal, 127 when it cannot be
 * started). `capture` collects both outputs instead of showing them; `timeoutMs` ends it early.
 */
export function run(
  command,
  args,
  { env = projectEnvironment(), capture = false, timeoutMs } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // npm and the tools in .bin are .cmd files on Windows, which only a shell can start.
      shell: process.platform === 'win32' && !command.includes(path.sep),
    });
    // Not spawn's own option: its timer goes on when the program cannot be started.
    const timer = timeoutMs && setTimeout(() => child.kill(), timeoutMs).unref();
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? (signal ? 130 : 1), output });
    });
  });
}

/** Whether the first argument names the script that was started, so that it may also be imported. */
export function isStarted(moduleUrl) {
  return (
    process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(moduleUrl)
  );
}
