import type {
  AirCalls,
  AirSetting,
  AirState,
  BroadcastPlace,
  StationCalls,
} from '#main/air/ports.ts';
import type { BroadcastAddress } from '#main/air/broadcast.ts';
import { finishText } from '#main/broadcast/documents/finished-text.ts';
import { until, type MasterClock } from '#main/clock/master-clock.ts';
import type { EventBus } from '#main/handlers/event-bus.ts';
import type { Guide } from '#main/handlers/guide.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { OnSlates } from '#main/playout/slate-watch.ts';
import type { Store } from '#main/store/store.ts';
import { events as eventSchemas } from '#shared/contract/events.ts';
import type { ChannelResources } from '#shared/contract/channel.ts';
import type { OnAir, StationStatus } from '#shared/contract/station.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { ON_SLATES_RULE, type PlanningWarning } from '#shared/model/incident.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { DurationMs } from '#shared/time/units.ts';
import type { CarriedAir, CarryAir } from './air-carrier.ts';
import { createAirFeed } from './air-feed.ts';
import { evidenceTakenUntil, takeEvidence } from './evidence-import.ts';
import { ownOrigins } from './own-origins.ts';
import { readerOver } from './playout-store.ts';
import type { ToolBox } from './tool-box.ts';

/** An air that ended is started again at once; one that keeps ending, after so long. */
const RESTART_MS: DurationMs = 2_000;
/** The air answers in moments; one that is just being started again is not waited for longer than this. */
const ANSWER_MS: DurationMs = 1_000;
/** An air that has not said how it is for so many seconds, while this thread ran, is taken for hung and ended. */
const SILENT_SECONDS = 20;
/** The air is left in order within this, or ended: less than the station has to close. */
const LEAVE_MS: DurationMs = 4_000;

/** Everything of a station that is on the air: playout and its server. */
export interface Air {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The station's interface is served from elsewhere now. */
  interfaceMoved(): void;
  /** Resolves when the air knows of everything that has changed until now. */
  settled(): Promise<void>;
  onAir(): Promise<OnAir[]>;
  resources(): Promise<ChannelResources[]>;
  cacheStatus(): Promise<StationStatus['cache']>;
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
  readonly carry: CarryAir;
  readonly cacheFolder: string;
  /** Where the air keeps what happened until it is in the database. */
  readonly journalFile: string;
  readonly settings: () => Settings;
  readonly isOnAir: boolean;
  readonly pageFolder: string;
  /** Where the control server serves the interface; `null` while there is none. */
  readonly controlUrl: () => string | null;
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** Hears what nobody expected of the air, with a few words on what it was. */
  readonly reportFault: (what: string, error: unknown) => void;
}

/** Prepares the air; off the air, a stand-in that knows only what the settings say. */
export function openAir(options: AirOptions): Air {
  return options.isOnAir ? openLiveAir(options) : offAir(options.settings);
}

function offAir(settings: () => Settings): Air {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    start: nothing,
    stop: nothing,
    interfaceMoved: () => undefined,
    settled: nothing,
    move: nothing,
    onAir: () => Promise.resolve([]),
    resources: () => Promise.resolve([]),
    cacheStatus: () => Promise.resolve(emptyState(settings()).cache),
    broadcastUrl: () => `http://127.0.0.1:${String(settings().broadcastPort)}`,
    networkUrls: () => [],
    missedPort: () => null,
    isIdle: () => true,
  };
}

function emptyState(settings: Settings): AirState {
  return {
    resources: [],
    cache: {
      usedBytes: 0,
      budgetBytes: settings.cacheBudgetBytes,
      segmentCount: 0,
      fault: null,
    },
    isIdle: true,
    delay: { p50Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0 },
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

function openLiveAir(options: AirOptions): Air {
  const { store, clock, events, log, tools, guide, settings } = options;
  let air: CarriedAir | null = null;
  let place: BroadcastPlace | null = null;
  let missedPort: number | null = null;
  let last: AirState = emptyState(settings());
  let lastOnAir: readonly OnAir[] = [];
  let toldTools = tools.current();
  let toldRevision = guide.revision();
  let silentSeconds = 0;
  let lastStartMs = -Infinity;
  const stopping = new AbortController();
  let returning: Promise<void> | null = null;
  let recording: Promise<void> = Promise.resolve();

  const feed = createAirFeed({
    reader: readerOver(store),
    clock,
    settings,
    ownOrigins: () => ownOrigins(options.controlUrl()),
    guideRevision: () => guide.revision(),
    tools: () => tools.current(),
    onTrouble: (what, error) => {
      log.warn({ err: error }, what);
    },
  });

  const station: StationCalls = {
    record(evidence) {
      recording = recording.catch(() => undefined).then(() => takeEvidence(store, log, evidence));
      return recording;
    },
    guideEntries: (window) => guide.list(window),
    async document(request) {
      const pieces =
        request.kind === 'xmltv'
          ? await guide.xmltv(request.times)
          : await guide.icalendar({ id: request.channelId });
      return finishText(pieces);
    },
    async changed(channelId) {
      events.emit('onair.changed', { channelId });
    },
    /** One line and one incident for each trouble, however many segments it takes. */
    async onSlates(channelId, slates) {
      if (slates) log.warn({ channelId, reason: slates.reason }, 'a channel airs slates');
      else log.info({ channelId }, 'a channel that aired slates has caught up');
      const present = slates ? [slatesIncident(slates)] : [];
      await store.incidents
        .sync(channelId, 'air', present, clock.nowAt())
        .catch((error: unknown) => {
          log.warn({ err: error }, 'recording that a channel airs slates');
        });
    },
    async beat(state) {
      last = state;
      silentSeconds = 0;
    },
    async note(level, message, fields) {
      log[level](fields, message);
    },
  };

  async function open(): Promise<AirCalls> {
    // What an air before handed over is counted first, so that nothing is taken twice.
    await recording.catch(() => undefined);
    const setting: AirSetting = {
      cacheFolder: options.cacheFolder,
      pageFolder: options.pageFolder,
      journalFile: options.journalFile,
      evidenceUntil: await evidenceTakenUntil(store),
      presence: await readerOver(store).presence(),
    };
    const opened = await options.carry(setting, station, (reason) => {
      if (air !== opened || stopping.signal.aborted) return;
      air = null;
      options.reportFault('the air has ended', reason);
      // One that ends while it is opened is a failure of who opens it; only one at a time does.
      if (place) returning ??= comeBack().finally(() => (returning = null));
    });
    if (stopping.signal.aborted) {
      await opened.end();
      throw new AppError('cancelled', 'The station is closing.');
    }
    air = opened;
    silentSeconds = 0;
    lastStartMs = clock.monotonicMs();
    await feed.begin(opened.calls);
    return opened.calls;
  }

  /** The air again, where it was, with the log that it had. Goes on trying. */
  async function comeBack(): Promise<void> {
    endIncidents().catch((error: unknown) => {
      log.warn({ err: error }, 'ending the incidents of the air');
    });
    const isStopping = (): boolean => stopping.signal.aborted;
    while (!isStopping()) {
      const soonest = clock.nowAt() + Math.max(0, lastStartMs + RESTART_MS - clock.monotonicMs());
      await until(clock, soonest, stopping.signal);
      if (isStopping()) return;
      try {
        const calls = await open();
        const address = addressOf(settings());
        const port = place ? Number(new URL(place.url).port) : address.port;
        place = await calls.start([{ ...address, port }]);
        log.info({}, 'the air is back');
        return;
      } catch (error) {
        log.error({ err: error }, 'the air cannot be started again');
        const failed = air;
        air = null;
        await failed?.end();
      }
    }
  }

  /** What an air before left open is over; the next one tells its own. */
  async function endIncidents(): Promise<void> {
    for (const { id } of await store.channels.list()) {
      await store.incidents.sync(id, 'air', [], clock.nowAt());
    }
  }

  /** In order if the air does so in time; what it has not handed over then is in its journal. */
  async function leave(leaving: CarriedAir): Promise<void> {
    const left = new AbortController();
    try {
      const late = until(clock, clock.nowAt() + LEAVE_MS, left.signal);
      await Promise.race([leaving.calls.stop(), late]);
    } finally {
      left.abort();
      await leaving.end();
    }
  }

  function addressOf(next: Settings): BroadcastAddress {
    return {
      host: options.host ?? (next.shareOnNetwork ? '0.0.0.0' : '127.0.0.1'),
      port: options.port ?? next.broadcastPort,
    };
  }

  /** What the air answers now or, while it is being started again, what it answered last. */
  async function ask<T>(question: (calls: AirCalls) => Promise<T>, lastAnswer: T): Promise<T> {
    if (!air) return lastAnswer;
    const answered = new AbortController();
    const late = until(clock, clock.nowAt() + ANSWER_MS, answered.signal).then(() => lastAnswer);
    try {
      return await Promise.race([question(air.calls), late]);
    } catch (error) {
      if (error instanceof AppError && error.code === 'unavailable') return lastAnswer;
      throw error;
    } finally {
      answered.abort();
    }
  }

  async function state(): Promise<AirState> {
    last = await ask((calls) => calls.state(), last);
    return last;
  }

  function tellSettings(): void {
    toldTools = tools.current();
    toldRevision = guide.revision();
    feed.changed('settings');
  }

  function watch(): void {
    if (tools.current() !== toldTools || guide.revision() !== toldRevision) tellSettings();
    silentSeconds += 1;
    if (silentSeconds < SILENT_SECONDS || !air) return;
    silentSeconds = 0;
    log.error({}, 'the air does not answer and is ended');
    void air.end();
  }

  const stops = [
    events.listen(({ event, payload }) => {
      if (event === 'library.changed' || event === 'sources.changed') feed.changed('assets');
      if (event === 'channels.changed') feed.changed('channels');
      if (event === 'settings.changed') tellSettings();
      if (event === 'log.changed') {
        feed.changed(eventSchemas['log.changed'].parse(payload).channelId);
      }
      if (guide.revision() !== toldRevision) tellSettings();
    }),
    clock.every(1_000, watch),
  ];

  return {
    async start() {
      await endIncidents();
      const wanted = addressOf(settings());
      const calls = await open();
      const isStated = options.port !== undefined;
      place = await calls.start(isStated ? [wanted] : [wanted, { ...wanted, port: 0 }]);
      const got = Number(new URL(place.url).port);
      missedPort = wanted.port === 0 || got === wanted.port ? null : wanted.port;
    },
    async stop() {
      for (const stop of stops) stop();
      feed.stop();
      stopping.abort();
      const leaving = air;
      air = null;
      if (leaving) await leave(leaving);
      await returning;
      await recording.catch(() => undefined);
    },
    interfaceMoved: tellSettings,
    settled: () => feed.settled(),
    async onAir() {
      lastOnAir = await ask((calls) => calls.onAir(), lastOnAir);
      return [...lastOnAir];
    },
    resources: async () => [...(await state()).resources],
    cacheStatus: async () => (await state()).cache,
    broadcastUrl: () => {
      if (!place) throw new AppError('unavailable', 'The broadcast has not started.');
      return place.url;
    },
    networkUrls: () => [...(place?.networkUrls ?? [])],
    missedPort: () => missedPort,
    async move(next) {
      const [from, to] = [addressOf(settings()), addressOf(next)];
      if (!place || (from.host === to.host && from.port === to.port)) return;
      if (!air) {
        throw new AppError('unavailable', 'The air is being started again.', {
          remedy: 'Try again in a moment.',
        });
      }
      place = await air.calls.move(to);
      missedPort = null;
    },
    isIdle: () => last.isIdle,
  };
}
