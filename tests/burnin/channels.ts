import type { Channel } from '#shared/model/channel.ts';
import { AssetId, PinId } from '#shared/model/ids.ts';
import type { Assignment } from '#shared/model/plan.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import type { PlanningLab } from '#tests/helpers/planning-lab.ts';

/** As different as channels can be: zone, grid, day start, format, kind. */
const KINDS: readonly Partial<Channel>[] = [
  { timezone: 'America/New_York' },
  {
    timezone: 'Europe/Berlin',
    gridMinutes: 15,
    dayStart: '05:00',
    houseFormat: { height: 480, rate: '25' },
  },
  {
    timezone: 'Australia/Lord_Howe',
    gridMinutes: 60,
    kind: 'movie',
    houseFormat: { height: 1_080, rate: '30' },
  },
  { timezone: 'Asia/Kathmandu', dayStart: '00:00' },
];

/** Adds channels of every kind, each with weekday, weekend and merging evening plans and a yearly pin. */
export async function addBurninChannels(lab: PlanningLab, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const channel = await lab.addChannel(KINDS[index % KINDS.length]);
    await lab.addPlan(channel, weekdayRows(lab), { cron: '0 6 * * MON-FRI', priority: 10 });
    await lab.addPlan(channel, weekendRows(lab), { cron: '0 6 * * SAT,SUN', priority: 10 });
    await lab.addPlan(
      channel,
      [makeRow(840, 120, `series:${lab.beta}`, { episodePolicy: 'random' })],
      { cron: '* * * * FRI', priority: 50, layering: 'merge' },
    );
    await lab.store.pins.insert({
      id: PinId.parse(`fourth-of-july-${channel.slug}`),
      channelId: channel.id,
      days: { type: 'yearly', from: '07-04', to: '07-04' },
      startOffsetMinutes: 720,
      durationMinutes: 120,
      content: { type: 'asset', assetId: AssetId.parse('movie-105') },
      episodePolicy: 'sequential',
      operatorIntent: null,
      createdAt: lab.clock.nowAt(),
    });
  }
}

/** Films that slip and films that must not: hard starts at 19:00 and, on weekends, right after Friday's late film. */
function weekdayRows(lab: PlanningLab): Assignment[] {
  const prime = makeRow(780, 60, `series:${lab.alpha}`, { isHardStart: true });
  return [
    makeRow(0, 360, `series:${lab.alpha}`),
    makeRow(480, 300, `series:${lab.beta}`),
    prime,
    makeRow(900, 180, 'asset:movie-105'),
    repeatOf(prime, 1_200),
    makeRow(1_380, 240, 'asset:movie-150'),
  ];
}

function weekendRows(lab: PlanningLab): Assignment[] {
  return [
    makeRow(0, 720, `series:${lab.beta}`, { isHardStart: true }),
    makeRow(1_200, 300, `series:${lab.alpha}`),
  ];
}

/** What the row aired on the same day, again. */
function repeatOf({ id, durationMinutes }: Assignment, startOffsetMinutes: number): Assignment {
  return {
    ...makeRow(startOffsetMinutes, durationMinutes, 'series:encore'),
    content: { type: 'encore', of: id, daysAgo: 0 },
  };
}
