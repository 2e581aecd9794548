import { resolve } from 'node:path';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { createDispatch } from '#main/handlers/dispatch.ts';
import { createEventBus } from '#main/handlers/event-bus.ts';
import { createGuide } from '#main/handlers/guide.ts';
import { createHandlers } from '#main/handlers/handlers.ts';
import { createStationLog, type StationLog } from '#main/logging/station-log.ts';
import { accessTo } from '#main/library/sources/kinds.ts';
import { createProgramming } from '#main/programming/programming.ts';
import { openMediaSequenceMark } from '#main/store/media-sequence-mark.ts';
import { openStore } from '#main/store/open-store.ts';
import { createClient } from '#shared/contract/client.ts';
import type { CarryAir } from './air-carrier.ts';
import { openAir } from './air.ts';
import { createBackupKeeper } from './backup-keeper.ts';
import { openControlAccess } from './control-access.ts';
import { type HeldFolder, holdDataFolder, type HostKind } from './data-folder.ts';
import { createDiskWatch } from './disk-watch.ts';
import { createFaultDesk } from './fault-desk.ts';
import { createInProcessTransport } from './in-process.ts';
import { openLibrary } from './library-parts.ts';
import { openPlanning } from './planning.ts';
import { createSourceWatch } from './source-watch.ts';
import { describeStation } from './describe-station.ts';
import { asStartFailure, refuseLostFile } from './start-failure.ts';
import { createLockTrouble } from './lock-trouble.ts';
import { createStartedParts, type StartedParts } from './started-parts.ts';
import type { Station } from './station.ts';
import { healthReports } from './status.ts';
import { createToolBox } from './tool-box.ts';

export interface StationOptions {
  readonly dataFolder: string;
  /** Which program this is; other hosts of the folder are told. */
  readonly host: HostKind;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Off the air nothing listens, ticks or prepares: for the length of a command. */
  readonly isOnAir: boolean;
  readonly clock: MasterClock;
  /** Raised by a host that wants to end while the station still opens; `null` by one that never does. */
  readonly signal: AbortSignal | null;
  /** Where the air runs: on a thread of its own, or `airInThisThread` by the same clock. */
  readonly carryAir: CarryAir;
  /** Where to broadcast; otherwise as the settings say. */
  readonly broadcastHost?: string;
  readonly broadcastPort?: number;
  /** The built interface with the guide page. */
  readonly pageFolder?: string;
}

/** What the log says of an error that its method does not declare; the tests fail on it. */
export const UNDECLARED_ERROR = 'an error was answered that the contract does not declare';

/** `dist/renderer`, from the sources and from the bundle alike. */
export const INTERFACE_FOLDER = resolve(import.meta.dirname, '..', '..', 'dist', 'renderer');

/**
 * Opens the station of a data folder: memory, library, planning and, on the air, playout and broadcast. All or nothing: when
 * a step fails, what had started is ended and the folder is free. Throws `data-folder-in-use` when another host has the folder,
 * `unavailable` when its file or a stated port cannot be had, `cancelled` when the signal was raised. Without ffmpeg it opens
 * all the same and says so in its status.
 */
export async function openStation(options: StationOptions): Promise<Station> {
  const held = holdDataFolder(resolve(options.dataFolder), options.host);
  const log = createStationLog(held.paths.log, options.clock);
  const parts = createStartedParts(options.clock, log, options.signal);
  let ending: Promise<void> | null = null;
  const end = (): Promise<void> => {
    // What is left behind might still write: the folder then stays taken until this process ends.
    ending ??= parts.stop().then((haveAllEnded) => {
      log.close();
      if (haveAllEnded) held.release();
    });
    return ending;
  };
  try {
    return await assemble(options, held, { log, parts, end });
  } catch (error) {
    await end();
    throw asStartFailure(error, held.paths);
  }
}

interface Frame {
  readonly log: StationLog;
  readonly parts: StartedParts;
  /** Ends what has started and gives the folder back. Safe to call twice. */
  readonly end: () => Promise<void>;
}

async function assemble(
  options: StationOptions,
  held: HeldFolder,
  { log: fileLog, parts, end }: Frame,
): Promise<Station> {
  const { clock } = options;
  const dataFolder = resolve(options.dataFolder);
  refuseLostFile(held.paths);
  const disk = createDiskWatch({
    folder: dataFolder,
    reservePath: held.paths.reserve,
    cacheFolder: held.paths.cache,
    clock,
    log: fileLog,
  });
  // Before anything else is written: on a full disk this is what makes room.
  await parts.step(() => disk.makeRoom());
  const door = openControlAccess(held.paths.key, clock, (secret) => {
    fileLog.hide(secret);
  });
  const store = await parts.step(() =>
    openStore({ path: held.paths.database, clock, log: fileLog }),
  );
  parts.owe('the store', () => store.close());
  const lockTrouble = createLockTrouble(store, clock, fileLog);
  const { log } = lockTrouble;
  parts.owe('the watch of the lock', () => {
    lockTrouble.stop();
    return Promise.resolve();
  });
  let settings = await store.settings.get();
  const startedAt = clock.nowAt();
  await store.jobs.interruptRunning(startedAt);

  const events = createEventBus(clock);
  parts.owe('events', () => {
    events.close();
    return Promise.resolve();
  });
  const faults = createFaultDesk(clock, log);
  let controlUrl: string | null = null;
  const tools = createToolBox(options.env, () => settings, clock);
  const guide = createGuide(store, clock);
  events.listen(guide.heed);
  const timezone = (): Promise<string> =>
    Promise.resolve(settings.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const planning = openPlanning({
    store,
    clock,
    events,
    log,
    settings: () => settings,
    mediaSequenceMark: await openMediaSequenceMark(held.paths.mediaSequenceMark),
  });
  const library = openLibrary({
    store,
    clock,
    events,
    log,
    tools,
    dataFolder,
    timezone,
    isMachineFree: () => air.isIdle(),
    measuresLoudness: options.isOnAir,
    onChannelsMade: async () => {
      events.emit('channels.changed', {});
      await planning.evaluate();
    },
    onScanned: () => {
      planning.evaluate().catch((error: unknown) => {
        log.error({ err: error }, 'planning after a scan failed');
      });
    },
  });
  const air = openAir({
    store,
    clock,
    events,
    log,
    tools,
    guide,
    carry: options.carryAir,
    cacheFolder: held.paths.cache,
    journalFile: held.paths.evidence,
    settings: () => settings,
    isOnAir: options.isOnAir,
    pageFolder: options.pageFolder ?? INTERFACE_FOLDER,
    controlUrl: () => controlUrl,
    host: options.broadcastHost,
    port: options.broadcastPort,
    reportFault: (what, error) => {
      faults.report(what, error);
    },
  });

  const backups = createBackupKeeper({
    databasePath: held.paths.database,
    clock,
    log,
    onChange: () => {
      events.emit('backups.changed', {});
    },
  });

  const sources = createSourceWatch({
    sources: () => store.sources.list(),
    check: (source) => accessTo(source).check(),
    clock,
    log,
  });

  const handlers = createHandlers({
    store,
    programming: createProgramming({ store, clock, announce: events.emit }),
    backups,
    clock,
    events,
    guide,
    horizon: planning,
    sources: library.sources,
    assets: library.assets,
    jobs: library.jobs,
    pictures: library.pictures,
    timezone,
    createDemo: () => library.createDemo(),
    requireFfmpeg: () => tools.provide(),
    onAir: () => air.onAir(),
    resources: () => air.resources(),
    status: () =>
      describeStation({
        store,
        clock,
        tools,
        air,
        planning,
        dataFolder,
        startedAt,
        timezone,
        version: options.version,
        isOnAir: options.isOnAir,
        settings: () => settings,
        controlUrl,
        lastFault: faults.last(),
        lastBackup: backups.list()[0] ?? null,
        reports: () =>
          healthReports({
            disk: disk.report(),
            storeFailure: store.failure(),
            sources: sources.report(),
            backupFailure: backups.failure(),
          }),
      }),
    pageAddress: () => {
      const { code, expiresAt } = door.issueCode();
      return { url: controlUrl === null ? null : `${controlUrl}/#code=${code}`, expiresAt };
    },
    renewKey: () => {
      door.renew();
    },
    applySettings: async (next) => {
      const isNewTool =
        next.ffmpegPath !== settings.ffmpegPath || next.ffprobePath !== settings.ffprobePath;
      if (isNewTool) await tools.change(next);
      await air.move(next);
      settings = next;
    },
  });
  const dispatch = createDispatch(
    handlers,
    (fault) => {
      log.error({ err: fault.error, reference: fault.reference }, `${fault.method} failed`);
    },
    (method, error) => {
      log.error({ method, code: error.code }, UNDECLARED_ERROR);
    },
  );

  parts.owe('the watch of the disk', () => disk.stop());
  parts.owe('the watch of the sources', () => {
    sources.stop();
    return Promise.resolve();
  });
  parts.owe('backups', () => backups.stop());
  parts.owe('jobs', () => library.jobs.stop());
  parts.owe('pictures', () => library.pictures.stop());
  parts.owe('planning', () => planning.stop());
  parts.owe('broadcast and playout', () => air.stop());
  if (options.isOnAir) {
    await parts.step(() => tools.provide().catch(() => undefined));
    // Channels come on the air from the stored log; what is not there yet is planned while they run.
    await parts.step(() => air.start());
    await parts.step(() => planning.start());
    await parts.step(() => air.settled());
    await parts.step(() => {
      library.measureLoudness();
      disk.start();
      sources.start();
      backups.start();
    });
  }
  log.info({ dataFolder, host: options.host, version: options.version }, 'the station is open');

  return {
    dispatch,
    events: { subscribe: (listener) => events.subscribe(listener) },
    client: createClient(createInProcessTransport(dispatch, events)),
    clock,
    dataFolder,
    door,
    broadcastUrl: () => air.broadcastUrl(),
    announce: (url) => {
      controlUrl = url;
      air.interfaceMoved();
      held.announce(url);
    },
    reportFault: (what, error) => {
      faults.report(what, error);
    },
    close: end,
  };
}
