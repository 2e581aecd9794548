import { assetsNamedBy, plansWithPackage, requirePackage } from '#main/programming/packages.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { VirtualAssetReader } from '#main/store/repositories/virtual-asset-port.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { PackageEvaluation } from '#shared/contract/virtual-asset.ts';
import { notFound } from '#shared/errors/app-error.ts';
import { isEligible } from '#shared/model/asset.ts';
import { VirtualAssetId } from '#shared/model/ids.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveWithinHours } from '#shared/planning/choose/package-hours.ts';
import type { PackageOutcome } from '#shared/planning/choose/package-members.ts';
import { rotationOf } from '#shared/planning/choose/rotation.ts';
import { ANYWHERE } from '#shared/planning/choose/package-trial.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
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
export function virtualAssetHandlers({
  store,
  clock,
  programming,
}: Services): VirtualAssetHandlers {
  return {
    'virtualAsset.list': () => store.virtualAssets.list(),

    'virtualAsset.show': async ({ selector }) => {
      const virtualAsset = await findVirtualAsset(store.virtualAssets, selector);
      const ids = [...new Set(assetsNamedBy(virtualAsset))];
      const assets = await store.assets.getMany(ids);
      return {
        virtualAsset,
        assets: ids.flatMap((id) => {
          const asset = assets.find((each) => each.id === id);
          return asset ? [{ ...asset, isEligible: isEligible(asset) }] : [];
        }),
        plans: await plansWithPackage(store, virtualAsset.id),
      };
    },

    'virtualAsset.add': (request) => programming.addPackage(request),
    'virtualAsset.update': (change) => programming.updatePackage(change),
    'virtualAsset.delete': async ({ id }) => {
      await programming.deletePackage(id);
      return {};
    },

    'virtualAsset.evaluate': async ({ virtualAsset: asked, channelId, at }) => {
      const slotAt = at ?? clock.nowAt();
      const source =
        'id' in asked
          ? await requirePackage(store, asked.id)
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

/** The package that an id or name selects. */
async function findVirtualAsset(
  reader: VirtualAssetReader,
  selector: string,
): Promise<VirtualAsset> {
  const wanted = selector.trim().toLowerCase();
  const all = await reader.list();
  const found =
    all.find(({ id }) => id.toLowerCase() === wanted) ??
    all.find(({ name }) => name.toLowerCase() === wanted);
  if (!found) throw notFound('virtual asset', selector.trim());
  return found;
}
