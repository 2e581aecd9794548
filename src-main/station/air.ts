import type { AirCalls, AirSetting, AirState, StationCalls } from '#main/air/ports.ts';
import type { BroadcastAddress } from '#main/air/broadcast.ts';
import { finishText } from '#main/broadcast/documents/finished-text.ts';
import { until, type MasterClock } from '#main/clock/master-clock.ts';
import type { EventBus } from '#main/handlers/event-bus.ts';
import type { Guide } from '#main/handlers/guide.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { Store } from '#main/store/store.ts';
import { events as eventSchemas } from '#shared/contract/events.ts';
import type { ChannelResources } from '#shared/contract/channel.ts';
import type { OnAir, StationStatus } from '#shared/contract/station.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';
import type { CarryAir } from './air-carrier.ts';
import { createAirFeed } from './air-feed.ts';
import { createAirIncidents } from './air-incidents.ts';
import { createAirKeeper } from './air-keeper.ts';
import { evidenceTakenUntil, takeEvidence } from './evidence-import.ts';
import { ownOrigins } from './own-origins.ts';
import { readerOver } from './playout-store.ts';
import type { ToolBox } from './tool-box.ts';

/** The air answers in moments; one that is just being started again is not waited for longer than this. */
const ANSWER_MS: DurationMs = 1_000;
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
  /** Since when there has been no air although there should be one; `null` while there is. */
  downSinceAt(): EpochMs | null;
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
    downSinceAt: () => null,
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

function openLiveAir(options: AirOptions): Air {
  const { store, clock, events, log, tools, guide, settings } = options;
  let missedPort: number | null = null;
  let last: AirState = emptyState(settings());
  let lastOnAir: readonly OnAir[] = [];
  let toldTools = tools.current();
  let toldRevision = guide.revision();
  let recording: Promise<void> = Promise.resolve();

  const incidents = createAirIncidents(store, clock, log);
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
    guideEntries: (window) => guide.listForViewers(window),
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
      incidents.onSlates(channelId, slates);
    },
    async beat(state) {
      last = state;
      keeper.heard();
    },
    async note(level, message, fields) {
      log[level](fields, message);
    },
  };

  const keeper = createAirKeeper({
    clock,
    log,
    async carry(onEnd) {
      // What an air before handed over is counted first, so that nothing is taken twice.
      await recording.catch(() => undefined);
      const setting: AirSetting = {
        cacheFolder: options.cacheFolder,
        pageFolder: options.pageFolder,
        journalFile: options.journalFile,
        evidenceUntil: await evidenceTakenUntil(store),
        presence: await readerOver(store).presence(),
      };
      return options.carry(setting, station, onEnd);
    },
    begin: (calls) => feed.begin(calls),
    host: () => addressOf(settings()).host,
    onDown: (reason) => {
      options.reportFault('the air has ended', reason);
      incidents.down();
    },
    onUp: incidents.up,
  });

  function addressOf(next: Settings): BroadcastAddress {
    return {
      host: options.host ?? (next.shareOnNetwork ? '0.0.0.0' : '127.0.0.1'),
      port: options.port ?? next.broadcastPort,
    };
  }

  /** What the air answers now; what it answered last while it is being started again, is late or fails. */
  async function ask<T>(question: (calls: AirCalls) => Promise<T>, lastAnswer: T): Promise<T> {
    const calls = keeper.calls();
    if (!calls) return lastAnswer;
    const answered = new AbortController();
    const late = until(clock, clock.nowAt() + ANSWER_MS, answered.signal).then(() => lastAnswer);
    try {
      return await Promise.race([question(calls), late]);
    } catch (error) {
      const isBeingStarted = error instanceof AppError && error.code === 'unavailable';
      if (!isBeingStarted) log.error({ err: error }, 'the air cannot say how it is');
      return lastAnswer;
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
    clock.every(1_000, () => {
      if (tools.current() !== toldTools || guide.revision() !== toldRevision) tellSettings();
    }),
  ];

  return {
    async start() {
      // What an air of an earlier run left open is over.
      incidents.up();
      const wanted = addressOf(settings());
      const isStated = options.port !== undefined;
      await keeper.start(isStated ? [wanted] : [wanted, { ...wanted, port: 0 }]);
      const got = Number(new URL(keeper.place()?.url ?? '').port);
      missedPort = wanted.port === 0 || got === wanted.port ? null : wanted.port;
    },
    async stop() {
      for (const stop of stops) stop();
      feed.stop();
      incidents.stop();
      await keeper.stop();
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
      const place = keeper.place();
      if (!place) throw new AppError('unavailable', 'The broadcast has not started.');
      return place.url;
    },
    networkUrls: () => [...(keeper.place()?.networkUrls ?? [])],
    missedPort: () => missedPort,
    downSinceAt: keeper.downSinceAt,
    async move(next) {
      const [from, to] = [addressOf(settings()), addressOf(next)];
      if (from.host === to.host && from.port === to.port) return;
      await keeper.move(to);
      missedPort = null;
    },
    isIdle: () => last.isIdle,
  };
}
