import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

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

/** What `serve --json` says once it is on the air, and what it says instead where it cannot be. */
const Served = z.object({ pid: z.int(), controlUrl: z.string(), broadcastUrl: z.string() });
const Refused = z.object({ status: z.literal('error'), message: z.string() });

/**
 * Starts `retrovue serve` on free ports and waits until it is on the air; throws the station's own sentence where it does not come so
 * far.
 */
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
  const addresses = addressesIn(line);
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

/** The addresses that a station has told; throws what it told instead. */
function addressesIn(line: string): z.infer<typeof Served> {
  const told: unknown = JSON.parse(line);
  const served = Served.safeParse(told);
  if (served.success) return served.data;
  const refused = Refused.safeParse(told);
  throw new Error(refused.success ? refused.data.message : `It told no address: ${line}`);
}

/** Commands that have not ended. */
const running = new Set<ChildProcess>();

/** What was started and has not ended. */
export function runningCommands(): ReadonlySet<ChildProcess> {
  return new Set(running);
}

/** Ends, as a power cut would, every command that has not ended but those. */
export async function endCommandsBut(those: ReadonlySet<ChildProcess>): Promise<void> {
  for (const child of runningCommands()) {
    if (those.has(child)) continue;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }
}

function start(
  dataFolder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, RETROVUE_DATA: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
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
