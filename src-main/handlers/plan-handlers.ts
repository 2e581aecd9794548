import { randomUUID } from 'node:crypto';

import type { Store } from '#main/store/store.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { contentKey, type PlanContentName } from '#shared/contract/plan.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { LabelId, PlanId } from '#shared/model/ids.ts';
import {
  type ContentReference,
  DEFAULT_PLAN_FIELDS,
  type Plan,
  type PlanLabel,
} from '#shared/model/plan.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import { encoreSourcesIn } from '#shared/planning/plan/encore-sources.ts';
import { describeRule } from '#shared/planning/choose/describe-rule.ts';
import { rowsOfBlocks } from '#shared/planning/plan/placed-blocks.ts';
import { storedRows } from '#shared/planning/plan/plan-edits.ts';
import { checkPlanDates } from '#shared/planning/plan/plan-matching.ts';
import { isContentEligible } from '#shared/planning/validate/validate-plan.ts';
import { mentioned } from './changes.ts';
import { findInPlan } from './plan-findings.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { findPlan, requireChannel, requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type PlanHandlers = Pick<
  Handlers,
  | 'plan.list'
  | 'plan.show'
  | 'plan.create'
  | 'plan.update'
  | 'plan.delete'
  | 'plan.validate'
  | 'plan.preview'
  | 'label.list'
  | 'label.create'
>;

export function planHandlers({ store, clock, events, horizon }: Services): PlanHandlers {
  return {
    'plan.list': ({ channelId }) => store.plans.list(channelId),

    'plan.show': async ({ selector, channelId }) => {
      const plan = await findPlan(store, selector, channelId);
      return { plan, names: await namesIn(store, plan) };
    },

    'plan.create': async ({ channelId, ...fields }) => {
      await requireChannel(store, channelId);
      const now = clock.nowAt();
      const plan: Plan = {
        ...DEFAULT_PLAN_FIELDS,
        ...mentioned(fields),
        name: fields.name,
        id: PlanId.parse(randomUUID()),
        channelId,
        version: 1,
        createdAt: now,
        updatedAt: now,
        assignments: [],
        draft: null,
      };
      await checkPlanFields(store, plan);
      await store.plans.insert(plan);
      events.emit('plans.changed', { channelId, planId: plan.id });
      return plan;
    },

    'plan.update': async ({ id, changes }) => {
      const current = await requirePlan(store, id);
      const plan: Plan = {
        ...current,
        ...mentioned(changes),
        version: current.version + 1,
        updatedAt: clock.nowAt(),
      };
      await checkPlanFields(store, plan);
      await store.plans.update(plan);
      events.emit('plans.changed', { channelId: plan.channelId, planId: plan.id });
      return plan;
    },

    'plan.delete': async ({ id }) => {
      const plan = await requirePlan(store, id);
      const dependents = await store.plans.countDependents(id);
      const counted = Object.entries(dependents).filter(([, count]) => count > 0);
      if (counted.length > 0) {
        const list = counted.map(([kind, count]) => `${String(count)} ${COUNTED[kind] ?? kind}`);
        throw new AppError(
          'has-dependents',
          `The plan "${plan.name}" is still referred to: ${list.join(', ')}.`,
          {
            ...Object.fromEntries(counted),
            remedy: 'Archive it by making it inactive; it is then never selected again.',
          },
        );
      }
      await store.plans.delete(id);
      events.emit('plans.changed', { channelId: plan.channelId, planId: plan.id });
      return {};
    },

    'plan.validate': async ({ id }) => {
      return findInPlan(store, clock, await requirePlan(store, id));
    },

    'plan.preview': async (request) => {
      await requireChannel(store, request.channelId);
      return horizon.preview(request);
    },

    'label.list': () => store.plans.listLabels(),

    'label.create': async ({ name, description }) => {
      const label: PlanLabel = { id: LabelId.parse(randomUUID()), name, description };
      await store.plans.insertLabel(label);
      return label;
    },
  };
}

const COUNTED: Record<string, string> = {
  assignments: 'assignments',
  zones: 'zones',
  placedBlocks: 'placed blocks',
  scheduleDays: 'schedule days',
  airings: 'guide entries',
  logBlocks: 'log blocks',
};

/** Refuses dates that cannot be matched and a name that the channel has. */
export async function checkPlanFields(store: Store, plan: Plan): Promise<void> {
  checkPlanDates(plan);
  const others = await store.plans.list(plan.channelId);
  const taken = others.some(
    (other) => other.id !== plan.id && other.name.toLowerCase() === plan.name.toLowerCase(),
  );
  if (taken) {
    throw new AppError('already-exists', `The channel already has a plan "${plan.name}".`, {
      field: 'name',
      remedy: 'Choose another name.',
    });
  }
}

/** A name for each content reference of the plan and its draft, gone content included. */
async function namesIn(store: Store, plan: Plan): Promise<PlanContentName[]> {
  const catalog = await readCatalog(store);
  const references = new Map<string, ContentReference>();
  const ofZones = (plan.zones ?? []).flatMap(({ items }) => items);
  const ofRows = [...storedRows(plan), ...rowsOfBlocks(plan)].map(({ content }) => content);
  for (const content of [...ofRows, ...ofZones]) references.set(contentKey(content), content);
  const names: PlanContentName[] = [];
  const plans = await store.plans.list(plan.channelId);
  const sources = encoreSourcesIn(plans);
  const contents = new Map<string, ContentReference>(
    plans.flatMap(storedRows).map(({ id, content }) => [id, content]),
  );
  for (const [key, content] of references) {
    if (content.type !== 'encore') {
      names.push({ key, ...(await nameOf(store, content, catalog)) });
      continue;
    }
    const source = sources.find(({ id }) => id === content.of);
    const played = contents.get(content.of);
    const isNamed = played !== undefined && played.type !== 'encore';
    const named = isNamed ? await nameOf(store, played, catalog) : null;
    names.push({
      key,
      title: `Encore of ${named?.title ?? source?.what ?? 'a row that is gone'}`,
      kind: named?.kind ?? 'episode',
      isEligible: source !== undefined,
    });
  }
  return names;
}

async function nameOf(
  store: Store,
  content: Exclude<ContentReference, { type: 'encore' }>,
  catalog: Catalog,
): Promise<Omit<PlanContentName, 'key'>> {
  const isEligible = isContentEligible(content, catalog);
  switch (content.type) {
    case 'series': {
      const series = await store.assets.getSeries(content.seriesId);
      return { title: series?.title ?? 'Unknown series', kind: 'episode', isEligible };
    }
    case 'asset': {
      const asset = await store.assets.get(content.assetId);
      return { title: asset?.title ?? 'Unknown asset', kind: asset?.kind ?? 'movie', isEligible };
    }
    case 'virtual_package': {
      const found = catalog.virtualAssets.get(content.virtualAssetId);
      return { title: found?.name ?? 'Unknown package', kind: 'package', isEligible };
    }
    case 'list': {
      const titles: string[] = [];
      for (const item of content.items) {
        const { title } = await nameOf(store, item, catalog);
        if (!titles.includes(title)) titles.push(title);
      }
      const shown = titles.slice(0, 3).join(' · ');
      const more = titles.length > 3 ? ` · ${String(titles.length - 3)} more` : '';
      return { title: `${shown}${more}`, kind: 'episode', isEligible };
    }
    case 'rule':
    case 'random': {
      const isMovies = content.rule.kind?.length === 1 && content.rule.kind[0] === 'movie';
      const title = `${content.type === 'random' ? 'Random' : 'Rule'}: ${describeRule(content.rule)}`;
      return { title, kind: isMovies ? 'movie' : 'episode', isEligible };
    }
  }
}
