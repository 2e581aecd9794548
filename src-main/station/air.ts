import { mkdir } from 'node:fs/promises';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { EventBus } from '#main/handlers/event-bus.ts';
import type { Guide } from '#main/handlers/guide.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { createPlayout } from '#main/playout/playout.ts';
import type { OnSlates } from '#main/playout/slate-watch.ts';
import type { Store } from '#main/store/store.ts';
import { events as eventSchemas } from '#shared/contract/events.ts';
import type { ChannelResources } from '#shared/contract/channel.ts';
import type { OnAir, StationStatus } from '#shared/contract/station.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { ON_SLATES_RULE, type PlanningWarning } from '#shared/model/incident.ts';
import type { Settings } from '#shared/model/settings.ts';
import { type Broadcast, type BroadcastAddress, startBroadcastAtFirst } from './broadcast.ts';
import { evidenceInto, readerOver } from './playout-store.ts';
import { ownOrigins } from './own-origins.ts';
import type { ToolBox } from './tool-box.ts';

/** Everything of a station that is on the air: playout and its server. */
export interface Air {
  start(): Promise<void>;
  stop(): Promise<void>;
  onAir(): Promise<OnAir[]>;
  resources(): ChannelResources[];
  cacheStatus(): StationStatus['cache'];
  broadcastUrl(): string;
  networkUrls(): string[];
  /** The port that was wanted when another had to be taken, else `null`. */
  missedPort(): number | null;
  /** Takes the broadcast where the settings say. Throws `unavailable`, staying where it was. */
  move(next: Settings): Promise<void>;
  /** Whether no material waits to be prepared. */
  isIdle(): boolean;
}

export interface AirOptions {
  readonly store: Store;
  readonly clock: MasterClock;
  readonly events: EventBus;
  readonly log: StationLog;
  readonly tools: ToolBox;
  readonly guide: Guide;
  readonly cacheFolder: string;
  readonly settings: () => Settings;
  readonly isOnAir: boolean;
  readonly pageFolder: string;
  /** Where the control server serves the interface; `null` while there is none. */
  readonly controlUrl: () => string | null;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

/** Prepares playout; off the air, a stand-in that knows only what the settings say. */
export async function openAir(options: AirOptions): Promise<Air> {
  return options.isOnAir ? openLiveAir(options) : offAir(options.settings);
}

function offAir(settings: () => Settings): Air {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    start: nothing,
    stop: nothing,
    move: nothing,
    onAir: () => Promise.resolve([]),
    resources: () => [],
    cacheStatus: () => ({
      usedBytes: 0,
      budgetBytes: settings().cacheBudgetBytes,
      segmentCount: 0,
      fault: null,
    }),
    broadcastUrl: () => `http://127.0.0.1:${String(settings().broadcastPort)}`,
    networkUrls: () => [],
    missedPort: () => null,
    isIdle: () => true,
  };
}

function slatesIncident({ reason }: OnSlates): PlanningWarning {
  return {
    severity: 'error',
    rule: ON_SLATES_RULE,
    subject: '',
    fromDate: null,
    message: `Slates are on the air in place of what is planned. ${reason}`,
    remedy:
      'Wait for the station to catch up; if it does not, give the machine less to do or look at the files that air now.',
  };
}

async function openLiveAir(options: AirOptions): Promise<Air> {
  const { store, clock, events, log, tools, guide, settings } = options;
  await mkdir(options.cacheFolder, { recursive: true });
  const onTrouble = (what: string, error: unknown): void => {
    log.warn({ err: error }, what);
  };
  /** One line and one incident for each trouble, however many segments it takes. */
  function onSlates(channelId: ChannelId, slates: OnSlates | null): void {
    if (slates) log.warn({ channelId, reason: slates.reason }, 'a channel airs slates');
    else log.info({ channelId }, 'a channel that aired slates has caught up');
    const present = slates ? [slatesIncident(slates)] : [];
    store.incidents.sync(channelId, 'air', present, clock.nowAt()).catch((error: unknown) => {
      onTrouble('recording that a channel airs slates', error);
    });
  }

  const playout = await createPlayout({
    memory: readerOver(store),
    evidence: evidenceInto(store),
    clock,
    tools: () => tools.current(),
    cacheFolder: options.cacheFolder,
    settings,
    onChange: (channelId) => {
      events.emit('onair.changed', { channelId });
    },
    onSlates,
    onTrouble,
  });
  let broadcast: Broadcast | null = null;
  let missedPort: number | null = null;

  function refresh(channelId?: ChannelId): void {
    playout.refresh(channelId).catch((error: unknown) => {
      onTrouble('reading the log again', error);
    });
  }

  function addressOf(next: Settings): BroadcastAddress {
    return {
      host: options.host ?? (next.shareOnNetwork ? '0.0.0.0' : '127.0.0.1'),
      port: options.port ?? next.broadcastPort,
    };
  }

  const stopListening = events.listen(({ event, payload }) => {
    if (event === 'library.changed') playout.forgetAssets();
    if (event === 'channels.changed') refresh();
    if (event === 'log.changed') refresh(eventSchemas['log.changed'].parse(payload).channelId);
  });

  return {
    async start() {
      // What the last run left open is over; this one tells its own.
      for (const { id } of await store.channels.list()) {
        await store.incidents.sync(id, 'air', [], clock.nowAt());
      }
      await playout.start();
      const wanted = addressOf(settings());
      const isStated = options.port !== undefined;
      broadcast = await startBroadcastAtFirst(
        {
          source: {
            ...playout,
            guideRevision: () => guide.revision(),
            guide: (window) => guide.list(window),
            xmltv: (times) => guide.xmltv(times),
            icalendar: (id) => guide.icalendar({ id }),
          },
          clock,
          pageFolder: options.pageFolder,
          log,
          stationName: () => settings().stationName,
          ownOrigins: () => ownOrigins(options.controlUrl()),
          otherPagesMay: () => settings().otherPagesMay,
        },
        isStated ? [wanted] : [wanted, { ...wanted, port: 0 }],
      );
      const got = Number(new URL(broadcast.url()).port);
      missedPort = wanted.port === 0 || got === wanted.port ? null : wanted.port;
    },
    async stop() {
      stopListening();
      try {
        await broadcast?.close();
      } finally {
        await playout.stop();
      }
    },
    onAir: () => playout.onAir(),
    resources: () => playout.resources(),
    cacheStatus: () => playout.cacheStatus(),
    broadcastUrl: () => {
      if (!broadcast) throw new AppError('unavailable', 'The broadcast has not started.');
      return broadcast.url();
    },
    networkUrls: () => broadcast?.networkUrls() ?? [],
    missedPort: () => missedPort,
    async move(next) {
      const [from, to] = [addressOf(settings()), addressOf(next)];
      if (!broadcast || (from.host === to.host && from.port === to.port)) return;
      await broadcast.move(to);
      missedPort = null;
    },
    isIdle: () => playout.isIdle(),
  };
}
