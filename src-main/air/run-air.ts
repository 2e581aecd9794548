import { mkdir } from 'node:fs/promises';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { measureLoopDelay } from '#main/clock/loop-delay.ts';
import { createSystemClock } from '#main/clock/system-clock.ts';
import { createPlayout, type Playout } from '#main/playout/playout.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { createAirMemory } from './air-memory.ts';
import { type Broadcast, startBroadcastAtFirst } from './broadcast.ts';
import { createAirDocuments } from './documents.ts';
import { type EvidenceJournal, openEvidenceJournal } from './evidence-journal.ts';
import { createEvidenceWriter } from './evidence-writer.ts';
import type {
  AirCalls,
  AirNews,
  AirSetting,
  AirState,
  BroadcastPlace,
  StationCalls,
} from './ports.ts';

/** How often the air says how it is. */
const BEAT_MS: DurationMs = 500;
/** How long the last evidence may take to reach the station when the air is left. */
const LAST_EVIDENCE_MS: DurationMs = 1_500;

/**
 * The whole air: playout and its server over what the station has told. It reads its memory, the segment cache and its
 * own journal; it asks the station only for the texts of the guide, and serves older ones when the answer is late.
 */
export async function openAirCalls(
  setting: AirSetting,
  station: StationCalls,
  clock: MasterClock,
): Promise<AirCalls> {
  await mkdir(setting.cacheFolder, { recursive: true });
  const memory = createAirMemory(setting.presence);
  const delay = measureLoopDelay();
  const documents = createAirDocuments(station, clock);
  let playout: Playout | null = null;
  let broadcast: Broadcast | null = null;

  /** What is told in passing; a station that is gone does not hear it. */
  function tellStation(said: Promise<void>): void {
    said.catch(() => undefined);
  }

  function onTrouble(what: string, error: unknown): void {
    tellStation(station.note('warn', what, { err: plainError(error) }));
  }

  const journal = await openJournal(setting, station, clock, onTrouble);
  for (const evidence of journal?.left ?? []) memory.note(evidence);

  function state(): AirState {
    return {
      resources: playout?.resources() ?? [],
      cache: playout?.cacheStatus() ?? {
        usedBytes: 0,
        budgetBytes: memory.settings().cacheBudgetBytes,
        segmentCount: 0,
        fault: null,
      },
      isIdle: playout?.isIdle() ?? true,
      delay: {
        p50Ms: delay.at(0.5),
        p99Ms: delay.at(0.99),
        p999Ms: delay.at(0.999),
        maxMs: delay.at(1),
      },
    };
  }

  async function beat(): Promise<void> {
    await station.beat(state());
  }

  async function apply(news: AirNews): Promise<void> {
    memory.learn(news);
    if (news.kind === 'assets') playout?.forgetAssets();
    if (news.kind === 'channels') await playout?.refresh();
    if (news.kind === 'log' && news.isLast) await playout?.refresh(news.channelId);
  }

  // From the beginning: going on the air may take longer than the station waits for a sign of life.
  const stopBeat = clock.every(BEAT_MS, () => {
    beat().catch((error: unknown) => {
      onTrouble('saying how the air is', error);
    });
  });

  return {
    tell: apply,

    async start(addresses) {
      playout = await createPlayout({
        memory: memory.reader,
        evidence: createEvidenceWriter({ memory, journal, station, onTrouble }),
        clock,
        processClock: createSystemClock(),
        tools: memory.tools,
        cacheFolder: setting.cacheFolder,
        settings: memory.settings,
        onChange: (channelId) => {
          tellStation(station.changed(channelId));
        },
        onSlates: (channelId, onSlates) => {
          tellStation(station.onSlates(channelId, onSlates));
        },
        onTrouble,
      });
      await playout.start();
      broadcast = await startBroadcastAtFirst(
        {
          source: {
            ...playout,
            guideRevision: () => `${memory.guideRevision()} ${String(documents.staleCount())}`,
            guide: documents.guide,
            xmltv: documents.xmltv,
            icalendar: documents.icalendar,
          },
          clock,
          pageFolder: setting.pageFolder,
          stationName: () => memory.settings().stationName,
          ownOrigins: memory.ownOrigins,
          otherPagesMay: () => memory.settings().otherPagesMay,
          log: {
            warn: (fields, message) => {
              tellStation(station.note('warn', message, plainFields(fields)));
            },
            error: (fields, message) => {
              tellStation(station.note('error', message, plainFields(fields)));
            },
          },
        },
        addresses,
      );
      return placeOf(broadcast);
    },

    async move(address) {
      if (!broadcast) throw new AppError('unavailable', 'The broadcast has not started.');
      await broadcast.move(address);
      return placeOf(broadcast);
    },

    onAir: async () => (await playout?.onAir()) ?? [],

    state: async () => state(),

    async measureDelay() {
      delay.reset();
    },

    async stop() {
      stopBeat();
      await broadcast?.close();
      await playout?.stop();
      await journal?.close(LAST_EVIDENCE_MS);
      delay.stop();
    },
  };
}

async function openJournal(
  setting: AirSetting,
  station: StationCalls,
  clock: MasterClock,
  onTrouble: (what: string, error: unknown) => void,
): Promise<EvidenceJournal | null> {
  if (setting.journalFile === null) return null;
  return openEvidenceJournal({
    file: setting.journalFile,
    takenUntil: setting.evidenceUntil,
    clock,
    handOver: (entries) => station.record(entries),
    onTrouble,
  });
}

function placeOf(broadcast: Broadcast): BroadcastPlace {
  return { url: broadcast.url(), networkUrls: broadcast.networkUrls() };
}

/** An error as it goes to the station's log from another thread. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  return { type: name, message, stack };
}

function plainFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? plainError(value) : value,
    ]),
  );
}
