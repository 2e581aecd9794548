import type { MasterClock } from '#main/clock/master-clock.ts';
import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Plan } from '#shared/model/plan.ts';
import { encoreSourcesIn } from '#shared/planning/plan/encore-sources.ts';
import { workingRows } from '#shared/planning/plan/plan-edits.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import { validateDayparts } from '#shared/planning/validate/validate-dayparts.ts';
import { validateEarlyEnds } from '#shared/planning/validate/validate-early-ends.ts';
import { validatePlace } from '#shared/planning/validate/validate-place.ts';
import { validatePlan } from '#shared/planning/validate/validate-plan.ts';
import { validateSlots } from '#shared/planning/validate/validate-slots.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { type CatalogReader, readCatalog } from './read-catalog.ts';
import { requireChannel } from './require-stored.ts';

/** What a plan is looked over with. */
export interface FindingsReader extends CatalogReader {
  readonly channels: ChannelReader;
  readonly plans: PlanReader;
}

/** Everything that is wrong or doubtful about a plan: its rows (those of the draft, if there is one) and its place. */
export async function findInPlan(
  store: FindingsReader,
  clock: MasterClock,
  plan: Plan,
): Promise<Finding[]> {
  const channel = await requireChannel(store, plan.channelId);
  const others = (await store.plans.list(plan.channelId)).filter(({ id }) => id !== plan.id);
  const today = broadcastDateAt(channel, clock.nowAt());
  const held = heldPlan(plan, 'draft');
  const catalog = await readCatalog(store);
  return [
    ...validatePlan({
      gridMinutes: channel.gridMinutes,
      dayStart: channel.dayStart,
      overrunToleranceMs: channel.overrunToleranceMs,
      assignments: workingRows(plan),
      zones: plan.zones ?? [],
      placed: plan,
      catalog,
      encoreSources: encoreSourcesIn([...others, plan]),
    }),
    ...validateDayparts(held, channel, catalog, today),
    ...validateEarlyEnds(held, channel, catalog),
    ...validateSlots(
      held.rows.map(({ row }) => row),
      channel,
      catalog,
    ),
    ...validatePlace(plan, [...others, plan], today),
  ];
}
