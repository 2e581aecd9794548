import { existsSync } from 'node:fs';
import { homedir } from 'node:os';

import { type MasterClock, until } from '#main/clock/master-clock.ts';
import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { defaultDataFolder } from '#main/station/default-data-folder.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import { connectToStation } from '#main/transport/websocket-client.ts';
import { type Client, createClient } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { folderOf } from './values.ts';
import { VERSION } from './version.ts';

/** A station to talk to for the length of a command. */
export interface Session {
  readonly client: Client;
  readonly isRunningStation: boolean;
  /** The folder in which a new station was made, where none was before; `null` otherwise. */
  readonly madeIn: string | null;
  /** Rejects when a running station goes away. */
  readonly lost: Promise<never>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** The data folder, if stated. */
  readonly data: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The folder a command works on: stated, `RETROVUE_DATA`, or the platform's default. */
export function dataFolderOf({ data, env }: SessionOptions): string {
  return folderOf(
    'data',
    data ?? defaultDataFolder({ platform: process.platform, env, homeFolder: homedir() }),
  );
}

const ATTEMPT_PERIOD_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/**
 * Opens the data folder, off the air, for the length of a command; where a running station holds it, connects to that
 * one instead. Waits for another command that is about to end, and for a station that is starting. Throws `data-folder-in-use` when the holder takes no
 * connections.
 */
export async function openSession(options: SessionOptions, clock: MasterClock): Promise<Session> {
  const dataFolder = dataFolderOf(options);
  const giveUpAt = clock.nowAt() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return await openOwn(dataFolder, options.env, clock);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'data-folder-in-use') throw error;
      const running = await connectToHolder(dataFolder, error);
      if (running) return running;
      const { holder, isStarting } = error.details;
      // Who has just taken the folder has not said yet who it is.
      const isPassing = holder === 'command' || holder === null || isStarting === true;
      if (!isPassing || clock.nowAt() >= giveUpAt) throw error;
      await until(clock, clock.nowAt() + ATTEMPT_PERIOD_MS);
    }
  }
}

async function openOwn(
  dataFolder: string,
  env: SessionOptions['env'],
  clock: MasterClock,
): Promise<Session> {
  const isNew = !existsSync(dataPathsOf(dataFolder).database);
  const station = await openStation({
    dataFolder,
    env,
    clock,
    version: VERSION,
    host: 'command',
    isOnAir: false,
    carryAir: airInThisThread(clock),
    signal: null,
  });
  return {
    client: station.client,
    isRunningStation: false,
    madeIn: isNew ? dataFolder : null,
    lost: new Promise(() => undefined),
    close: () => station.close(),
  };
}

async function connectToHolder(dataFolder: string, refusal: AppError): Promise<Session | null> {
  const { url } = refusal.details;
  const key = readControlKey(dataPathsOf(dataFolder).key);
  if (typeof url !== 'string' || key === null) return null;
  const transport = await connectToStation(url, key);
  return {
    client: createClient(transport),
    isRunningStation: true,
    madeIn: null,
    lost: transport.lost,
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}
