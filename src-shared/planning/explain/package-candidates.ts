import type { Channel } from '../../model/channel.ts';
import type { Candidate } from '../../model/explanation.ts';
import { membersOf, type Airing } from '../../model/schedule-day.ts';
import type { Catalog } from '../choose/catalog.ts';
import { chooseContent } from '../choose/choose-content.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import { hoursGate, restGate } from '../choose/programme-gates.ts';
import type { DayBuilder } from '../resolve/day-builder.ts';
import { candidateOf, ineligibleOnes, passedOver, type IneligibleAsset } from './candidate-list.ts';
import { membersAsCandidates } from './explain-package.ts';
import { restHoursOf } from '../plan/packages-in-plans.ts';
import type { PlanWindow } from '../plan/windows.ts';

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
  const today = choice?.kind === 'package' ? choice.package.members : [];
  const todayIds = today.map(({ assetId }) => assetId);
  const place = { catalog, channel, rotation, slotAt: startAt };
  const gates = [
    hoursGate(channel, airing.broadcastDate, startAt),
    restGate(place, restHoursOf(source)),
  ];
  const outdrawn = (): string =>
    chosenBy?.method === 'random'
      ? 'the seed drew others'
      : 'its turn comes later, or it is too long for what was left';
  const chosen = new Set(members.map(({ assetId }) => assetId));
  const others = poolOf(catalog, { type: 'virtual_package', virtualAssetId: id }).assets.filter(
    (asset) => !chosen.has(asset.id),
  );
  return {
    candidates: [
      ...membersAsCandidates(airing),
      ...others
        .filter(({ id: assetId }) => todayIds.includes(assetId))
        .map((asset) => candidateOf(asset, false, 'would be taken today')),
      ...passedOver(
        others.filter(({ id: assetId }) => !todayIds.includes(assetId)),
        gates,
        outdrawn,
      ),
      ...ineligibleOnes(ineligible),
    ],
    isChosenAgain:
      todayIds.length === members.length &&
      members.every(({ assetId }, index) => todayIds[index] === assetId),
  };
}
