import type { ClockJump, MasterClock } from '#main/clock/master-clock.ts';
import type { SettingsRepository } from '#main/store/repositories/settings-port.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { PlanningWarning } from '#shared/model/incident.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, type EpochMs } from '#shared/time/units.ts';
import { civilAt, formatInstant, localTimeAt } from '#shared/time/zone.ts';

/** A jump is reported for so long. */
const REPORTED_MS = 24 * MS_PER_HOUR;
const EVALUATED_FACT = 'horizon.evaluated-at';

/** Knows what the clock has done while the station ran, and between two runs. */
export interface ClockJumps {
  /** Finds out whether the clock was set back since the station last ran. */
  open(): Promise<void>;
  note(jump: Pick<ClockJump, 'fromAt' | 'toAt'>): void;
  /** Keeps the present for the next run. */
  remember(): Promise<void>;
  /** How often the clock was set back. */
  readonly backCount: number;
  /** What is to be said about jumps of the last day. */
  warnings(channel: Channel): PlanningWarning[];
}

export function createClockJumps(
  store: { readonly settings: SettingsRepository },
  clock: MasterClock,
): ClockJumps {
  let jumps: Pick<ClockJump, 'fromAt' | 'toAt'>[] = [];
  let backCount = 0;

  function note({ fromAt, toAt }: Pick<ClockJump, 'fromAt' | 'toAt'>): void {
    jumps.push({ fromAt, toAt });
    if (toAt < fromAt) backCount += 1;
  }

  return {
    note,
    get backCount() {
      return backCount;
    },
    async open() {
      const fact = await store.settings.getFact(EVALUATED_FACT);
      const evaluatedAt = fact === null ? null : Number(fact);
      const now = clock.nowAt();
      if (evaluatedAt !== null && evaluatedAt > now) note({ fromAt: evaluatedAt, toAt: now });
    },
    remember: () => store.settings.setFact(EVALUATED_FACT, String(clock.nowAt())),
    warnings(channel) {
      const now = clock.nowAt();
      jumps = jumps.filter(({ toAt }) => Math.abs(now - toAt) < REPORTED_MS);
      return jumps.map((jump) => warningOf(channel, jump));
    },
  };
}

function warningOf(
  { timezone }: Channel,
  { fromAt, toAt }: Pick<ClockJump, 'fromAt' | 'toAt'>,
): PlanningWarning {
  const when = (at: EpochMs): string =>
    `${civilAt(timezone, at).date} ${localTimeAt(timezone, at)}`;
  const how = `${when(fromAt)} to ${when(toAt)} (${lengthText(Math.abs(toAt - fromAt))})`;
  const subject = formatInstant(toAt);
  if (toAt > fromAt) {
    return {
      severity: 'warning',
      rule: 'clock-jumped-ahead',
      subject,
      fromDate: null,
      message: `The clock jumped ahead from ${how}: the machine slept, or its clock was set. Nothing of that time was on the air.`,
      remedy: 'Keep the machine from sleeping, and let it set its clock by the network.',
    };
  }
  return {
    severity: 'warning',
    rule: 'clock-set-back',
    subject,
    fromDate: null,
    message: `The clock was set back from ${how}. The station follows it: what is planned for the present is on the air.`,
    remedy: 'Let the machine set its clock by the network.',
  };
}

function lengthText(ms: number): string {
  if (ms < MS_PER_MINUTE) return `${String(Math.round(ms / MS_PER_SECOND))} s`;
  const minutes = Math.round(ms / MS_PER_MINUTE);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${String(minutes)} min` : `${String(hours)} h ${String(minutes % 60)} min`;
}
