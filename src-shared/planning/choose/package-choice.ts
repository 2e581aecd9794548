import type { AssetId, VirtualAssetId } from '../../model/ids.ts';
import type { DurationMs } from '../../time/units.ts';
import type { CatalogAsset } from './catalog.ts';
import type { ChosenFrom, EpisodeChoice } from './episode-choice.ts';
import { resolveWithinHours } from './package-hours.ts';
import type { PackageContent, PackageContext, SeveralAssets } from './package-members.ts';

/** A package instead of one asset. */
export interface PackageChoice extends ChosenFrom {
  readonly kind: 'package';
  readonly package: PackageContent;
}

/** Several shorts in the slots of one; only an encore chooses them at once. */
export interface ShortsChoice extends ChosenFrom {
  readonly kind: 'shorts';
  readonly shorts: SeveralAssets;
}

/** What was chosen: the same kinds that airings show. */
export type Choice = EpisodeChoice | PackageChoice | ShortsChoice;

/** The package with its members for the slot; `null` when it is gone or may not air. */
export function choosePackage(context: PackageContext, id: VirtualAssetId): PackageChoice | null {
  const source = context.catalog.virtualAssets.get(id);
  const outcome = source ? resolveWithinHours(context, source) : null;
  if (outcome?.type !== 'resolved') return null;
  const { cursorBefore, seed, eligibleCount, rotation } = outcome;
  return {
    kind: 'package',
    package: outcome,
    cursorBefore,
    seed,
    eligibleCount,
    ...(rotation ? { rotation } : {}),
  };
}

/** How long what was chosen lasts, without breaks. */
export function lengthOfChoice(choice: Choice): DurationMs {
  return chosenIn(choice).durationMs;
}

/** What was chosen, by its name. */
export function nameOfChoice(choice: Choice): string {
  return choice.kind === 'asset' ? choice.asset.title : chosenIn(choice).name;
}

function chosenIn(choice: PackageChoice | ShortsChoice): SeveralAssets;
function chosenIn(choice: Choice): SeveralAssets | CatalogAsset;
function chosenIn(choice: Choice): SeveralAssets | CatalogAsset {
  switch (choice.kind) {
    case 'asset':
      return choice.asset;
    case 'package':
      return choice.package;
    case 'shorts':
      return choice.shorts;
  }
}

/** The assets that a choice plays, in order. */
export function assetIdsOfChoice(choice: Choice): AssetId[] {
  return choice.kind === 'asset'
    ? [choice.asset.id]
    : chosenIn(choice).members.map(({ assetId }) => assetId);
}
