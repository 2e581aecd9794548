import { runWhenWoken } from '#main/air/run-when-woken.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { OnSlates } from '#main/playout/slate-watch.ts';
import type { Store } from '#main/store/store.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { AIR_DOWN_RULE, ON_SLATES_RULE, type PlanningWarning } from '#shared/model/incident.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** What could not be recorded, usually because the file is locked, is tried again after so long. */
const RETRY_MS: DurationMs = 5_000;

/** Keeps the incidents of the air: recorded of each channel that they befall, until they are over. */
export interface AirIncidents {
  /** A channel began to air slates, or has caught up (`null`). */
  onSlates(channelId: ChannelId, slates: OnSlates | null): void;
  /** The air has ended: none of the channels is on the air. */
  down(): void;
  /** The air is there, and tells anew what is wrong with its channels. */
  up(): void;
  /** Resolves when nothing is being recorded. */
  settled(): Promise<void>;
  stop(): void;
}

export function createAirIncidents(
  store: Pick<Store, 'channels' | 'incidents'>,
  clock: MasterClock,
  log: StationLog,
): AirIncidents {
  const slates = new Map<ChannelId, PlanningWarning>();
  let downSinceAt: EpochMs | null = null;
  /** `all` for every channel there is. */
  let pending = new Set<ChannelId | 'all'>();
  let cancelRetry: () => void = () => undefined;
  let isStopped = false;
  const mayGoOn = (): boolean => !isStopped;

  async function sync(wanted: ReadonlySet<ChannelId | 'all'>): Promise<void> {
    const channels = await store.channels.list();
    for (const { id, isActive } of channels) {
      if (!wanted.has('all') && !wanted.has(id)) continue;
      const present = [slates.get(id)].filter((each) => each !== undefined);
      if (downSinceAt !== null && isActive) present.push(DOWN);
      await store.incidents.sync(id, 'air', present, clock.nowAt());
    }
  }

  const recording = runWhenWoken(async () => {
    if (pending.size === 0 || !mayGoOn()) return;
    const wanted = pending;
    pending = new Set();
    try {
      await sync(wanted);
    } catch (error) {
      log.warn({ err: error }, 'recording incidents of the air');
      for (const each of wanted) pending.add(each);
      cancelRetry();
      if (!mayGoOn()) return;
      cancelRetry = clock.callAt(clock.nowAt() + RETRY_MS, recording.wake);
    }
  });

  function record(what: ChannelId | 'all'): void {
    pending.add(what);
    recording.wake();
  }

  return {
    onSlates(channelId, onSlates) {
      if (onSlates) slates.set(channelId, slatesIncident(onSlates));
      else slates.delete(channelId);
      record(channelId);
    },
    down() {
      slates.clear();
      downSinceAt ??= clock.nowAt();
      record('all');
    },
    up() {
      slates.clear();
      downSinceAt = null;
      record('all');
    },
    settled: recording.idle,
    stop: () => {
      isStopped = true;
      cancelRetry();
    },
  };
}

const DOWN: PlanningWarning = {
  severity: 'error',
  rule: AIR_DOWN_RULE,
  subject: '',
  fromDate: null,
  message: 'The air has stopped; viewers receive nothing until it is back.',
  remedy:
    'It is started again by itself. If it does not come back, start RetroVue again and look at its log.',
};

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
