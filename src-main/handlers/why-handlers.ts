import { startOfDay } from '#main/horizon/day-succession.ts';
import { historyStart } from '#main/horizon/plan-log.ts';
import type { ApprovalReader } from '#main/store/repositories/approval-port.ts';
import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { LogReader } from '#main/store/repositories/log-port.ts';
import type { DayGeneration } from '#main/store/repositories/schedule-day-port.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { explainEvent } from '#shared/log/read/explain-event.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { PlanLayer } from '#shared/model/explanation.ts';
import type { AiringId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import {
  membersOf,
  type Airing,
  type OverrideRecord,
  type ScheduleDay,
} from '#shared/model/schedule-day.ts';
import { candidatesFor, windowOfAiring } from '#shared/planning/explain/airing-candidates.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import { isEffective } from '#shared/model/day-status.ts';
import { encoreSourcesIn } from '#shared/planning/plan/encore-sources.ts';
import { daypartsAt } from '#shared/planning/choose/permitted-catalog.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import type { IneligibleAsset } from '#shared/planning/explain/candidate-list.ts';
import { namedBy } from '#shared/planning/choose/contents/kinds.ts';
import { describePin } from '#shared/planning/plan/pins.ts';
import { plansForDate } from '#shared/planning/plan/plan-matching.ts';
import { planningRows } from '#shared/planning/plan/rows-of.ts';
import { resolutionTrace } from '#shared/planning/explain/resolution-trace.ts';
import { findInDay } from './channel-check-handlers.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { Services } from './services.ts';

type WhyHandlers = Pick<Handlers, 'day.why' | 'log.why'>;

/** Explanations. They read what is stored and work the rest out again; nothing is planned. */
export function whyHandlers({ store }: Services): WhyHandlers {
  return {
    'day.why': async ({ airingId }) => {
      const airing = await store.days.getAiring(airingId);
      if (!airing) throw notFound('airing', airingId);
      const { channelId, broadcastDate } = airing;
      const channel = await requireChannel(store, channelId);
      const generations = await store.days.generations(channelId, broadcastDate);
      const day = generations.findLast(({ day: of }) => of.id === airing.scheduleDayId)?.day;
      if (!day) throw notFound('airing', airingId);
      const plans = await store.plans.list(channelId);
      const pins = await store.pins.list(channelId);
      const planned = planningRows(plans, pins, 'published');
      const { carryIn } = await startOfDay(store, channelId, broadcastDate, planned);
      const catalog = await readCatalog(store);
      const window = windowOfAiring({ channel, airing, planned, carryIn });
      const content = window?.assignment.content ?? null;
      const ineligible = content === null ? [] : await ineligibleIn(store.assets, content, catalog);
      const { planId, cursorBefore } = airing.lineage;
      const cursor = cursorBefore === null ? null : await store.assets.get(cursorBefore);
      return {
        airing,
        sentences: [
          ...explainAiring({
            airing,
            plan: plans.find(({ id }) => id === planId) ?? null,
            timezone: channel.timezone,
            cursorTitle: cursor?.title ?? null,
            firstRunOf: firstRunIn(plans, airing),
            pin: pinIn(pins, airing),
            frozenAt: day.frozenAt,
            dayparts: daypartsAt(channel, airing),
          }),
          ...(await tentativeSentence(store.approvals, channel, day)),
        ],
        ...candidatesFor({
          channel,
          day,
          airing,
          catalog,
          planned,
          carryIn,
          ineligible,
        }),
        layers: layersOf(plansForDate(plans, broadcastDate), airing),
        window: window && { startAt: window.startAt, endAt: window.endAt },
        overrides: overridesBehind(generations, airingId),
        trace: resolutionTrace({
          airing,
          day,
          window,
          timezone: channel.timezone,
          plan: plans.find(({ id }) => id === planId) ?? null,
          findingCount: (await findInDay(store, channel, day)).length,
          block: await blockOf(store.log, airing),
        }),
      };
    },

    'log.why': async ({ channelId, at }) => {
      const channel = await requireChannel(store, channelId);
      const [block] = await store.log.blocksIn(channelId, { startAt: at, endAt: at + 1 });
      const event = block?.events.findLast(({ startAt }) => startAt <= at);
      if (!block || !event) throw nothingLocked();
      const airing = await store.days.getAiring(block.airingId);
      const catalog = await readCatalog(store);
      const from = historyStart(channel, block.startAt);
      const before = { startAt: from, endAt: block.endAt };
      const plays = await store.log.interstitialsIn(channelId, before);
      const airingTitle = airing?.title ?? 'an airing that is no longer known';
      return {
        event,
        airingTitle,
        ...explainEvent({
          channel,
          block,
          event,
          airingTitle,
          catalog,
          plays,
          isPackage: airing !== null && membersOf(airing).length > 0,
          fill: airing?.lineage.fill,
        }),
      };
    },
  };
}

/** Says so where the day is not certain to air. */
async function tentativeSentence(
  approvals: ApprovalReader,
  channel: Channel,
  { id, channelId, broadcastDate }: ScheduleDay,
): Promise<string[]> {
  const on = { channelId, from: broadcastDate, to: broadcastDate };
  const [day] = channel.requiresApproval ? await approvals.liveDays(on) : [];
  if (day?.id !== id || isEffective({ channel, day, approval: day.approval })) return [];
  return ['The day awaits approval; what of it is not approved before it is locked does not air.'];
}

function nothingLocked(): AppError {
  return new AppError('horizon-no-schedule-data', 'Nothing is locked at that instant.', {
    field: 'at',
    remedy: 'Ask for an instant inside the locked log, or ask why an airing is there.',
  });
}

function pinIn(pins: readonly Pin[], { lineage }: Airing): string | null {
  const pin = pins.find(({ id }) => id === (lineage.assignmentId as string | null));
  return pin ? describePin(pin) : null;
}

function firstRunIn(plans: readonly Plan[], { lineage }: Airing): string | null {
  const source = encoreSourcesIn(plans).find(({ id }) => id === lineage.encore?.of);
  return source ? `${source.what} of “${source.planName}”` : null;
}

/** The plans of the date from the top; those below one that replaces count for nothing. */
function layersOf(plans: readonly Plan[], airing: Airing): PlanLayer[] {
  const top = plans.findIndex(({ layering }) => layering === 'replace');
  return plans.map(({ id, name, priority, layering }, index) => ({
    planId: id,
    name,
    priority,
    layering,
    isSource: id === airing.lineage.planId,
    isCovered: top !== -1 && index > top,
  }));
}

/** The records of the generations that made the airing what it is, oldest first. */
function overridesBehind(
  generations: readonly DayGeneration[],
  airingId: AiringId,
): OverrideRecord[] {
  const shapeIn = ({ day }: DayGeneration): string | null => {
    const airing = day.airings.find(({ id }) => id === airingId);
    return airing ? JSON.stringify([airing.startAt, airing.endAt, airing.lineage]) : null;
  };
  return generations.flatMap((generation, index) => {
    const before = generations[index - 1];
    const hasChanged = before !== undefined && shapeIn(before) !== shapeIn(generation);
    return hasChanged && generation.record ? [generation.record] : [];
  });
}

async function ineligibleIn(
  assets: AssetReader,
  content: ContentReference,
  catalog: Catalog,
): Promise<IneligibleAsset[]> {
  const { assetIds, seriesIds } = namedBy(catalog, content);
  const meant = await assets.getMany(assetIds);
  for (const seriesId of seriesIds) {
    const page = await assets.list({
      text: '',
      kinds: [],
      states: [],
      seriesId,
      offset: 0,
      limit: 1_000,
      sort: 'title',
    });
    meant.push(...page.items);
  }
  return meant
    .filter(({ id }) => !catalog.byId.has(id))
    .map((asset) => ({ id: asset.id, title: asset.title, why: whyNot(asset) }));
}

function whyNot(asset: Asset): string {
  if (asset.state !== 'ready') return `not ready: ${asset.state}`;
  if (!asset.isApproved) return 'not approved';
  return 'may not air at present';
}

/** The locked block that airs the airing; `null` while none does. */
async function blockOf(log: LogReader, { id, channelId, startAt }: Airing) {
  const blocks = await log.blocksIn(channelId, { startAt, endAt: startAt + 1 });
  return blocks.find(({ airingId }) => airingId === id) ?? null;
}
