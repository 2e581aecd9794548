import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../src-main/cli/bin.mjs', import.meta.url));

/** How a command ended. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `retrovue` as a process of its own on a data folder. */
export function runRetrovue(
  dataFolder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandOutcome> {
  return outcomeOf(start(dataFolder, args, env));
}

/** Runs `retrovue … --json` and answers what it printed together with the exit code. */
export async function runJson(
  dataFolder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly json: Record<string, unknown> }> {
  const { code, stdout, stderr } = await runRetrovue(dataFolder, [...args, '--json'], env);
  try {
    return { code, json: JSON.parse(stdout) as Record<string, unknown> };
  } catch {
    throw new Error(`No JSON from ${args.join(' ')}: ${stdout}\n${stderr}`);
  }
}

/** A command that runs beside the test. */
export interface StartedCommand {
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<CommandOutcome>;
}

/** Starts `retrovue` as a process of its own and does not wait for anything. */
export function startRetrovue(
  dataFolder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): StartedCommand {
  const child = start(dataFolder, args, env);
  return { signal: (name) => child.kill(name), ended: outcomeOf(child) };
}

/** A station that runs in a process of its own. */
export interface ServedProcess {
  readonly pid: number;
  readonly controlUrl: string;
  readonly broadcastUrl: string;
  /** Asks it to end and answers how it did. */
  stop(): Promise<CommandOutcome>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Starts `retrovue serve` on free ports and waits until it is on the air. */
export async function serveRetrovue(
  dataFolder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ServedProcess> {
  const child = start(
    dataFolder,
    ['serve', '--json', '--port', '0', '--control-port', '0', ...args],
    env,
  );
  const ended = outcomeOf(child);
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text);
    });
    void ended.then(({ stderr, stdout }) => {
      reject(new Error(`It ended at once: ${stdout}${stderr}`));
    });
  });
  const addresses = JSON.parse(line) as { pid: number; controlUrl: string; broadcastUrl: string };
  return {
    ...addresses,
    stop() {
      process.kill(addresses.pid, 'SIGTERM');
      return ended;
    },
    async kill() {
      process.kill(addresses.pid, 'SIGKILL');
      await ended;
    },
  };
}

function start(
  dataFolder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, RETROVUE_DATA: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function outcomeOf(child: ChildProcess): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}
