import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { z } from 'zod';

import { pageAddress } from '#main/cli/open-interface.ts';
import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { connectToStation, type ClosableTransport } from '#main/transport/websocket-client.ts';
import { createClient, type Client } from '#shared/contract/client.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OWN_NODE = path.join(ROOT, 'node_modules/.bin/node');

const Announcement = z.object({
  controlUrl: z.string(),
  broadcastUrl: z.string(),
});

/** A real station without a window, in a process of its own. */
export interface E2eStation {
  /** Where the interface is. */
  readonly origin: string;
  /** An address that opens the interface in one page. */
  freshAddress(): Promise<string>;
  readonly broadcastUrl: string;
  /** The contract over a WebSocket, to set scenes and to look behind the curtain. */
  readonly client: Client;
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same data and ports. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly addresses: z.infer<typeof Announcement>;
}

async function launch(dataFolder: string, port: string, controlPort: string): Promise<Running> {
  const child = spawn(
    existsSync(OWN_NODE) ? OWN_NODE : process.execPath,
    [
      path.join(ROOT, 'src-main/cli/main.ts'),
      'serve',
      ...['--data', dataFolder, '--port', port, '--control-port', controlPort, '--json'],
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('utf8')).slice(-4_000);
  });
  const lines = createInterface({ input: child.stdout });
  const addresses = await new Promise<z.infer<typeof Announcement>>((resolve, reject) => {
    lines.on('line', (line) => {
      const parsed = line.startsWith('{') ? Announcement.safeParse(JSON.parse(line)) : null;
      if (parsed?.success) resolve(parsed.data);
      else complaints = `${complaints}${line}\n`.slice(-4_000);
    });
    child.once('exit', (code) => {
      reject(new Error(`The station ended with code ${String(code)}: ${complaints}`));
    });
  });
  return { child, addresses };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** Starts a station on an empty data folder. */
export async function startE2eStation(): Promise<E2eStation> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'retrovue-e2e-'));
  let running = await launch(dataFolder, '0', '0');
  const { controlUrl, broadcastUrl } = running.addresses;
  const token = readControlKey(dataPathsOf(dataFolder).key) ?? '';
  let transport: ClosableTransport = await connectToStation(controlUrl, token);
  const client = createClient({
    request: (envelope) => transport.request(envelope),
    subscribe: (listener) => transport.subscribe(listener),
  });
  return {
    origin: controlUrl,
    freshAddress: () => pageAddress(client),
    broadcastUrl,
    client,
    async kill() {
      await end(running.child, 'SIGKILL');
    },
    async restart() {
      running = await launch(dataFolder, new URL(broadcastUrl).port, new URL(controlUrl).port);
      transport = await connectToStation(controlUrl, token);
    },
    async close() {
      transport.close();
      await end(running.child, 'SIGTERM');
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
