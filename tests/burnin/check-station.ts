import { historyStart } from '#main/horizon/plan-log.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR, type DurationMs } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import { faultsOfPicks } from '#tests/helpers/judge-breaks.ts';
import type { PlanningLab } from '#tests/helpers/planning-lab.ts';
import { brokenPromises } from './check-promises.ts';
import { tiles } from '#tests/helpers/intervals.ts';

/** What a burn-in has gone through. */
export interface Tally {
  blocks: number;
  events: number;
  interstitials: number;
  padMs: number;
  breakMs: number;
}

/** Checks every channel at the present instant; answers what is broken, and counts what airs until the next step. */
export async function checkStation(
  lab: PlanningLab,
  tally: Tally,
  stepMs: DurationMs,
): Promise<string[]> {
  const breaches: string[] = [];
  const eligible = new Set((await lab.store.assets.catalog()).map(({ id }) => id));
  for (const report of await lab.horizon.report()) {
    if (!report.isHealthy) breaches.push(`${report.channelId}: unhealthy: ${String(report.fault)}`);
  }
  for (const channel of await lab.store.channels.list()) {
    const found = [
      ...(await checkLog(lab, channel, tally, stepMs)),
      ...(await checkDays(lab, channel, eligible)),
    ];
    breaches.push(...found.map((breach) => `${channel.slug}: ${breach}`));
  }
  return breaches;
}

async function checkLog(
  lab: PlanningLab,
  channel: Channel,
  tally: Tally,
  stepMs: DurationMs,
): Promise<string[]> {
  const now = lab.clock.nowAt();
  const goalAt = now + DEFAULT_SETTINGS.logHorizonHours * MS_PER_HOUR;
  const window = { startAt: now - stepMs, endAt: goalAt };
  const blocks = await lab.store.log.blocksIn(channel.id, window);
  const breaches = validateSeams(channel, blocks).map(({ rule, message }) => `${rule} ${message}`);
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last || first.startAt > now || last.endAt < goalAt) {
    breaches.push('INV-HORIZON-EXECUTION-MIN-001 the log does not cover the coming hours');
    return breaches;
  }
  const airings = await lab.store.days.airingsIn(window, channel.id);
  const promised = airings.map(
    ({ id, startAt, endAt }) => `${id} ${String(startAt)} ${String(endAt)}`,
  );
  const logged = blocks.map(
    (block) => `${block.airingId} ${String(block.startAt)} ${String(block.endAt)}`,
  );
  if (promised.slice(-logged.length).join() !== logged.join()) {
    breaches.push('INV-EXECUTION-DERIVED-FROM-SCHEDULEDAY-001 log and guide differ');
  }
  const catalog = await readCatalog(lab.store);
  const since = { startAt: historyStart(channel, first.startAt), endAt: last.endAt };
  const plays = await lab.store.log.interstitialsIn(channel.id, since);
  for (const block of blocks) breaches.push(...checkTiling(block));
  for (const block of blocks.filter(({ startAt }) => startAt >= now && startAt < now + stepMs)) {
    const fill = airings.find(({ id }) => id === block.airingId)?.lineage.fill;
    breaches.push(...faultsOfPicks({ channel, block, catalog, fill, plays }));
    count(block, tally);
  }
  return breaches;
}

function checkTiling(block: LogBlock): string[] {
  const parts = block.events.map(({ startAt, durationMs }) => ({
    startAt,
    endAt: startAt + durationMs,
  }));
  return tiles(block, parts) ? [] : [`INV-BREAK-PAD-EXACT-001 ${block.id} is not tiled`];
}

async function checkDays(
  lab: PlanningLab,
  channel: Channel,
  eligible: ReadonlySet<string>,
): Promise<string[]> {
  const today = broadcastDateAt(channel, lab.clock.nowAt());
  const goal = addDays(today, DEFAULT_SETTINGS.scheduleHorizonDays);
  const days = await lab.store.days.list({ channelId: channel.id, from: today, to: goal });
  if (days.length !== DEFAULT_SETTINGS.scheduleHorizonDays + 1) {
    return ['INV-SCHEDULEDAY-LEAD-TIME-001 a coming day is missing'];
  }
  let occupiedUntil =
    (await lab.store.days.latestBefore(channel.id, today))?.carryOut.occupiedUntil ?? null;
  const plans = await lab.store.plans.list(channel.id);
  const pins = await lab.store.pins.list(channel.id);
  return days.flatMap((day) => {
    const findings = validateDay({
      time: channel,
      day,
      occupiedUntil,
      isEligible: (id) => eligible.has(id),
    });
    ({ occupiedUntil } = day.carryOut);
    return [
      ...findings.map(({ rule, message }) => `${rule} ${day.broadcastDate} ${message}`),
      ...brokenPromises(channel, day, plans, pins),
    ];
  });
}

function count(block: LogBlock, tally: Tally): void {
  tally.blocks += 1;
  for (const { kind, durationMs } of block.events) {
    tally.events += 1;
    if (kind === 'interstitial') tally.interstitials += 1;
    if (kind === 'pad') tally.padMs += durationMs;
    if (kind !== 'act') tally.breakMs += durationMs;
  }
}
