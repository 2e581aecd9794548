import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { GRID_MINUTES } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import { LocalTimeSchema, TimeZoneSchema } from '#shared/model/scalars.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import type { PlanningLab } from '#tests/helpers/planning-lab.ts';
import { BurninRefusal } from './options.ts';

/** A schedule without planning: these episodes one after the other, all day, on every channel. */
export const StaticSchedule = z.strictObject({
  timezone: TimeZoneSchema.default('UTC'),
  gridMinutes: z.literal(GRID_MINUTES).default(30),
  dayStart: LocalTimeSchema.default('06:00'),
  episodes: z
    .array(z.strictObject({ title: z.string().min(1), durationMs: z.int().positive() }))
    .min(1),
});
export type StaticSchedule = z.infer<typeof StaticSchedule>;

/** Reads the file. Throws a refusal that says what is wrong with it. */
export async function readStaticSchedule(path: string): Promise<StaticSchedule> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new BurninRefusal(`--schedule: ${path} cannot be read as JSON.`);
  }
  const parsed = StaticSchedule.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BurninRefusal(`--schedule: ${path}: ${z.prettifyError(parsed.error)}`);
}

/** Adds the episodes as a series and so many channels that air nothing else. */
export async function addStaticChannels(
  lab: PlanningLab,
  schedule: StaticSchedule,
  count: number,
): Promise<void> {
  const series = await lab.store.assets.seriesByTitle('Static schedule');
  await lab.store.assets.saveMany(
    schedule.episodes.map(({ title, durationMs }, index) =>
      buildAsset({
        id: AssetId.parse(`static-${String(index + 1).padStart(5, '0')}`),
        kind: 'episode',
        title,
        durationMs,
        seriesId: series.id,
        seriesTitle: series.title,
        seasonNumber: 1,
        episodeNumber: index + 1,
      }),
    ),
  );
  const { timezone, gridMinutes, dayStart } = schedule;
  for (let index = 0; index < count; index += 1) {
    const channel = await lab.addChannel({ timezone, gridMinutes, dayStart });
    await lab.addPlan(channel, [makeRow(0, 1_440, `series:${series.id}`)]);
  }
}
