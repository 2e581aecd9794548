import type { Channel } from '../../model/channel.ts';
import type { Candidate } from '../../model/explanation.ts';
import type { AssetId } from '../../model/ids.ts';
import { membersOf, type Airing } from '../../model/schedule-day.ts';
import { MS_PER_HOUR } from '../../time/units.ts';
import { airedAtOf } from '../choose/airing-history.ts';
import { titlesOf } from '../choose/asset-titles.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { chooseContent } from '../choose/choose-content.ts';
import { poolOf } from '../choose/content-pool.ts';
import { workIdOf } from '../choose/copies.ts';
import type { DayBuilder } from '../resolve/day-builder.ts';
import { membersAsCandidates } from './explain-package.ts';
import { restHoursOf } from '../plan/packages-in-plans.ts';
import type { PlanWindow } from '../plan/windows.ts';

/** Something that the content means and that may not air. */
export interface IneligibleAsset {
  readonly id: AssetId;
  readonly title: string;
  readonly why: string;
}

interface PackageCandidatesInput {
  readonly channel: Channel;
  readonly airing: Airing;
  readonly catalog: Catalog;
  readonly ineligible: readonly IneligibleAsset[];
}

/**
 * The members of a package, then what else it could have taken and why it did not, by today's package and library. `builder` is
 * the day as it stood when the package was chosen. Pure.
 */
export function candidatesOfPackage(
  { channel, airing, catalog, ineligible }: PackageCandidatesInput,
  window: PlanWindow,
  { rotation }: DayBuilder,
): { readonly candidates: Candidate[]; readonly isChosenAgain: boolean | null } {
  const { content, startAt } = airing;
  const members = membersOf(airing);
  const chosenBy = content.kind === 'package' ? content.package : null;
  const id = chosenBy?.virtualAssetId;
  const source = id === undefined ? undefined : catalog.virtualAssets.get(id);
  if (id === undefined || !source) {
    return { candidates: membersAsCandidates(airing), isChosenAgain: null };
  }
  const choice = chooseContent({
    catalog,
    channel,
    rotation,
    date: airing.broadcastDate,
    slotAt: startAt,
    row: window.assignment,
    isZone: window.origin.kind === 'zone',
  });
  const today = choice?.asset === null ? choice.package.members : [];
  const todayIds = today.map(({ assetId }) => assetId);
  const restHours = restHoursOf(source);
  const reasonOf = (asset: CatalogAsset): string => {
    if (todayIds.includes(asset.id)) return 'would be taken today';
    const airedAt = airedAtOf(rotation.history, workIdOf(catalog, asset.id));
    if (restHours !== null && airedAt !== undefined) {
      const hoursAgo = Math.round((startAt - airedAt) / MS_PER_HOUR);
      if (hoursAgo < restHours) {
        return `aired ${String(hoursAgo)} hours before; it rests for ${String(restHours)}`;
      }
    }
    return chosenBy?.method === 'random'
      ? 'the seed drew others'
      : 'its turn comes later, or it is too long for what was left';
  };
  const chosen = new Set(members.map(({ assetId }) => assetId));
  const others = poolOf(catalog, { type: 'virtual_package', virtualAssetId: id }).assets.filter(
    (asset) => !chosen.has(asset.id),
  );
  return {
    candidates: [
      ...membersAsCandidates(airing),
      ...others.map((asset) => ({
        assetId: asset.id,
        ...titlesOf(asset),
        isChosen: false,
        reason: reasonOf(asset),
      })),
      ...ineligible.map(({ id: assetId, title, why }) => ({
        assetId,
        title,
        episodeTitle: null,
        isChosen: false,
        reason: why,
      })),
    ],
    isChosenAgain:
      todayIds.length === members.length &&
      members.every(({ assetId }, index) => todayIds[index] === assetId),
  };
}
