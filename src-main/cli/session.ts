import { homedir } from 'node:os';
import { resolve } from 'node:path';

import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { defaultDataFolder } from '#main/station/default-data-folder.ts';
import { openStation } from '#main/station/open-station.ts';
import { connectToStation } from '#main/transport/websocket-client.ts';
import { type Client, createClient } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { VERSION } from './version.ts';

/** A station to talk to for the length of a command. */
export interface Session {
  readonly client: Client;
  readonly isRunningStation: boolean;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** The data folder, if stated. */
  readonly data: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The folder a command works on: stated, `RETROVUE_DATA`, or the platform's default. */
export function dataFolderOf({ data, env }: SessionOptions): string {
  return resolve(
    data ?? defaultDataFolder({ platform: process.platform, env, homeFolder: homedir() }),
  );
}

/**
 * Opens the data folder, off the air, for the length of a command; where a running station holds it, connects to that
 * one instead. Throws `data-folder-in-use` when the holder takes no connections.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const dataFolder = dataFolderOf(options);
  try {
    const station = await openStation({
      dataFolder,
      env: options.env,
      version: VERSION,
      host: 'command',
      isOnAir: false,
    });
    return {
      client: station.client,
      isRunningStation: false,
      close: () => station.close(),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'data-folder-in-use') throw error;
    const { url } = error.details;
    const key = readControlKey(dataPathsOf(dataFolder).key);
    if (typeof url !== 'string' || key === null) throw error;
    const transport = await connectToStation(url, key);
    return {
      client: createClient(transport),
      isRunningStation: true,
      close: () => {
        transport.close();
        return Promise.resolve();
      },
    };
  }
}
