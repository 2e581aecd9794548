import { randomUUID } from 'node:crypto';

import type { Store } from '#main/store/store.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { PackageEvaluation } from '#shared/contract/virtual-asset.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import { isEligible } from '#shared/model/asset.ts';
import { type AssetId, VirtualAssetId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Block, Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import type { VirtualAsset, VirtualAssetFields } from '#shared/model/virtual-asset.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveWithinHours } from '#shared/planning/choose/package-hours.ts';
import type { PackageOutcome } from '#shared/planning/choose/package-members.ts';
import { packagesInContent, packagesInPlan } from '#shared/planning/plan/packages-in-plans.ts';
import { describePin } from '#shared/planning/plan/pins.ts';
import { rotationOf } from '#shared/planning/choose/rotation.ts';
import { ANYWHERE } from '#shared/planning/validate/validate-packages.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { requireChannel } from './selectors.ts';
import type { Services } from './services.ts';

type VirtualAssetHandlers = Pick<
  Handlers,
  | 'virtualAsset.list'
  | 'virtualAsset.show'
  | 'virtualAsset.add'
  | 'virtualAsset.update'
  | 'virtualAsset.delete'
  | 'virtualAsset.evaluate'
>;

/** Packages. What is frozen keeps the members it has, whatever becomes of its package. */
export function virtualAssetHandlers({ store, clock, events }: Services): VirtualAssetHandlers {
  async function requireVirtualAsset(from: Store, id: VirtualAssetId): Promise<VirtualAsset> {
    const found = await from.virtualAssets.get(id);
    if (!found) throw notFound('virtual asset', id);
    return found;
  }

  /** Every asset that is newly named must exist and be eligible. */
  async function checkFields(fields: VirtualAssetFields, before: readonly AssetId[]) {
    checkLimits(fields);
    const added = [...new Set(assetsNamedBy(fields))].filter((id) => !before.includes(id));
    const found = await store.assets.getMany(added);
    const bad = added.filter((id) => !found.some((asset) => asset.id === id && isEligible(asset)));
    if (bad.length === 0) return;
    throw new AppError(
      'not-eligible',
      `${String(bad.length)} of the assets of the package “${fields.name}” is not ready and approved.`,
      {
        field: 'assetIds',
        items: bad,
        remedy: 'Approve it in the library, or choose other assets.',
      },
    );
  }

  async function tell(id: VirtualAssetId): Promise<void> {
    events.emit('library.changed', {});
    for (const plan of await plansWith(store, id)) {
      events.emit('plans.changed', { channelId: plan.channelId, planId: plan.id });
    }
    for (const { channelId } of await pinsWith(store, id)) {
      events.emit('pins.changed', { channelId });
    }
  }

  return {
    'virtualAsset.list': () => store.virtualAssets.list(),

    'virtualAsset.show': async ({ selector }) => {
      const virtualAsset = await findVirtualAsset(store, selector);
      const ids = [...new Set(assetsNamedBy(virtualAsset))];
      const assets = await store.assets.getMany(ids);
      return {
        virtualAsset,
        assets: ids.flatMap((id) => {
          const asset = assets.find((each) => each.id === id);
          return asset ? [{ ...asset, isEligible: isEligible(asset) }] : [];
        }),
        plans: await plansWith(store, virtualAsset.id),
      };
    },

    'virtualAsset.add': async ({ fields }) => {
      await checkFields(fields, []);
      const now = clock.nowAt();
      const id = VirtualAssetId.parse(randomUUID());
      const added: VirtualAsset = { ...fields, id, version: 1, createdAt: now, updatedAt: now };
      await store.virtualAssets.insert(added);
      events.emit('library.changed', {});
      return added;
    },

    'virtualAsset.update': async ({ id, version, fields }) => {
      const { createdAt, ...before } = await requireVirtualAsset(store, id);
      await checkFields(fields, assetsNamedBy(before));
      const changed: VirtualAsset = {
        ...fields,
        id,
        version: version + 1,
        createdAt,
        updatedAt: clock.nowAt(),
      };
      await store.virtualAssets.update(changed);
      await tell(id);
      return changed;
    },

    'virtualAsset.delete': async ({ id }) => {
      await store.transaction(async (inner) => {
        const { name } = await requireVirtualAsset(inner, id);
        const plans = await plansWith(inner, id);
        const blocks = await blocksWith(inner, id);
        const pins = await pinsWith(inner, id);
        if (plans.length + blocks.length + pins.length > 0) throw inUse(name, plans, blocks, pins);
        await inner.virtualAssets.delete(id);
      });
      events.emit('library.changed', {});
      return {};
    },

    'virtualAsset.evaluate': async ({ virtualAsset: asked, channelId, at }) => {
      const slotAt = at ?? clock.nowAt();
      const source =
        'id' in asked
          ? await requireVirtualAsset(store, asked.id)
          : { ...asked.fields, id: VirtualAssetId.parse('unsaved'), ...UNSAVED };
      const catalog = buildCatalog(await store.assets.catalog(), [source]);
      const channel = channelId === null ? null : await requireChannel(store, channelId);
      const date = channel ? broadcastDateAt(channel, slotAt) : ANYWHERE.date;
      const before = channel && (await store.days.latestBefore(channel.id, date));
      const rotation = rotationOf(before?.carryOut ?? EMPTY_CARRY);
      const context = { catalog, channel: channel ?? ANYWHERE.channel, rotation, date, slotAt };
      return evaluationOf(source.name, resolveWithinHours(context, source));
    },
  };
}

const UNSAVED = { version: 1, createdAt: 0, updatedAt: 0 };

function evaluationOf(name: string, outcome: PackageOutcome): PackageEvaluation {
  if (outcome.type === 'unavailable') {
    const nothing = { members: [], durationMs: 0, eligibleCount: 0, seed: null };
    return { name, ...nothing, isShort: false, missingCount: 0, why: outcome.why };
  }
  const { members, durationMs, eligibleCount, seed, isShort, missingCount } = outcome;
  return {
    name,
    members: [...members],
    durationMs,
    eligibleCount,
    seed,
    isShort,
    missingCount,
    why: null,
  };
}

/** The assets that a package names: those that open and close it, and its sequence. */
function assetsNamedBy(fields: VirtualAssetFields): AssetId[] {
  const sequence = fields.kind === 'fixed_sequence' ? fields.assetIds : [];
  return [...fields.before, ...sequence, ...fields.after];
}

function checkLimits(fields: VirtualAssetFields): void {
  if (fields.kind === 'fixed_sequence') return;
  const { minimumMinutes, maximumMinutes } = fields;
  if (minimumMinutes === null || maximumMinutes === null || minimumMinutes <= maximumMinutes) {
    return;
  }
  throw invalidInput(
    'minimumMinutes',
    `The package would last at least ${String(minimumMinutes)} and at most ${String(maximumMinutes)} minutes.`,
    'Give a shortest length that is not longer than the longest.',
  );
}

/** The package that an id or name selects. */
async function findVirtualAsset(store: Store, selector: string): Promise<VirtualAsset> {
  const wanted = selector.trim().toLowerCase();
  const all = await store.virtualAssets.list();
  const found =
    all.find(({ id }) => id.toLowerCase() === wanted) ??
    all.find(({ name }) => name.toLowerCase() === wanted);
  if (!found) throw notFound('virtual asset', selector.trim());
  return found;
}

async function plansWith(store: Store, id: VirtualAssetId): Promise<Plan[]> {
  const plans = await store.plans.list();
  return plans.filter((plan) => {
    const { published, drafted } = packagesInPlan(plan);
    return published.has(id) || drafted.has(id);
  });
}

async function pinsWith(store: Store, id: VirtualAssetId): Promise<Pin[]> {
  const pins = await store.pins.list();
  return pins.filter(({ content }) => packagesInContent(content).includes(id));
}

/** Blocks that have it in a row, placed in plans or not. */
async function blocksWith(store: Store, id: VirtualAssetId): Promise<Block[]> {
  const blocks = await store.blocks.list();
  return blocks.filter(({ rows }) =>
    rows.some(({ content }) => packagesInContent(content).includes(id)),
  );
}

function inUse(
  name: string,
  plans: readonly Plan[],
  blocks: readonly Block[],
  pins: readonly Pin[],
): AppError {
  const names = [...[...plans, ...blocks].map((each) => each.name), ...pins.map(describePin)];
  const count = (number: number, noun: string): string[] =>
    number === 0 ? [] : [`${String(number)} ${noun}${number === 1 ? '' : 's'}`];
  const users = [
    ...count(plans.length, 'plan'),
    ...count(blocks.length, 'block'),
    ...count(pins.length, 'pin'),
  ].join(' and ');
  return new AppError(
    'has-dependents',
    `The package “${name}” is still played by ${users}: ${names.map((each) => `“${each}”`).join(', ')}.`,
    {
      plans: plans.length,
      blocks: blocks.length,
      pins: pins.length,
      names,
      remedy: 'Take it out of their rows, drafts and zones, and remove the pins, first.',
    },
  );
}
