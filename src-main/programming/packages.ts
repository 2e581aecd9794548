import { randomUUID } from 'node:crypto';

import type { BlockReader } from '#main/store/repositories/block-port.ts';
import type { PinReader } from '#main/store/repositories/pin-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import type { VirtualAssetReader } from '#main/store/repositories/virtual-asset-port.ts';
import type { ParsedInput } from '#shared/contract/index.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import { isEligible } from '#shared/model/asset.ts';
import { type AssetId, VirtualAssetId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Block, Plan } from '#shared/model/plan.ts';
import type { VirtualAsset, VirtualAssetFields } from '#shared/model/virtual-asset.ts';
import { packagesIn } from '#shared/model/content-kinds.ts';
import { packagesInPlan } from '#shared/planning/plan/packages-in-plans.ts';
import { describePin } from '#shared/planning/plan/pins.ts';
import type { Edit } from './edit.ts';

/** Adds a package. Throws `already-exists`, `not-eligible`, `invalid-input`. */
export async function addPackage(
  edit: Edit,
  { fields }: ParsedInput<'virtualAsset.add'>,
): Promise<VirtualAsset> {
  await checkFields(edit, fields, []);
  const now = edit.clock.nowAt();
  const id = VirtualAssetId.parse(randomUUID());
  const added: VirtualAsset = { ...fields, id, version: 1, createdAt: now, updatedAt: now };
  await edit.store.virtualAssets.insert(added);
  edit.announce('library.changed', {});
  return added;
}

/** Changes a package; what is frozen keeps the members it has. Throws `not-found`, `stale-version` and as {@link addPackage}. */
export async function updatePackage(
  edit: Edit,
  { id, version, fields }: ParsedInput<'virtualAsset.update'>,
): Promise<VirtualAsset> {
  const { store, clock, announce } = edit;
  const { createdAt, ...before } = await requirePackage(store, id);
  await checkFields(edit, fields, assetsNamedBy(before));
  const changed: VirtualAsset = {
    ...fields,
    id,
    version: version + 1,
    createdAt,
    updatedAt: clock.nowAt(),
  };
  await store.virtualAssets.update(changed);
  announce('library.changed', {});
  for (const plan of await plansWithPackage(store, id)) {
    announce('plans.changed', { channelId: plan.channelId, planId: plan.id });
  }
  for (const { channelId } of await pinsWith(store, id)) announce('pins.changed', { channelId });
  return changed;
}

/** Deletes a package that nothing plays. Throws `not-found`, `has-dependents`. */
export async function deletePackage({ store, announce }: Edit, id: VirtualAssetId): Promise<void> {
  const { name } = await requirePackage(store, id);
  const plans = await plansWithPackage(store, id);
  const blocks = await blocksWith(store, id);
  const pins = await pinsWith(store, id);
  if (plans.length + blocks.length + pins.length > 0) throw inUse(name, plans, blocks, pins);
  await store.virtualAssets.delete(id);
  announce('library.changed', {});
}

/** The package of the id. Throws `not-found`. */
export async function requirePackage(
  store: { readonly virtualAssets: VirtualAssetReader },
  id: VirtualAssetId,
): Promise<VirtualAsset> {
  const found = await store.virtualAssets.get(id);
  if (!found) throw notFound('virtual asset', id);
  return found;
}

/** The assets that a package names: those that open and close it, and its sequence. */
export function assetsNamedBy(fields: VirtualAssetFields): AssetId[] {
  const sequence = fields.kind === 'fixed_sequence' ? fields.assetIds : [];
  return [...fields.before, ...sequence, ...fields.after];
}

/** The plans that play it in a row, a draft, a zone or a placed block. */
export async function plansWithPackage(
  store: { readonly plans: PlanReader },
  id: VirtualAssetId,
): Promise<Plan[]> {
  const plans = await store.plans.list();
  return plans.filter((plan) => {
    const { published, drafted } = packagesInPlan(plan);
    return published.has(id) || drafted.has(id);
  });
}

/** Every asset that is newly named must exist and be eligible. */
async function checkFields(
  { store }: Edit,
  fields: VirtualAssetFields,
  before: readonly AssetId[],
): Promise<void> {
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

async function pinsWith(store: { readonly pins: PinReader }, id: VirtualAssetId): Promise<Pin[]> {
  const pins = await store.pins.list();
  return pins.filter(({ content }) => packagesIn(content).includes(id));
}

/** Blocks that have it in a row, placed in plans or not. */
async function blocksWith(
  store: { readonly blocks: BlockReader },
  id: VirtualAssetId,
): Promise<Block[]> {
  const blocks = await store.blocks.list();
  return blocks.filter(({ rows }) => rows.some(({ content }) => packagesIn(content).includes(id)));
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
