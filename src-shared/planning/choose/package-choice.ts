import type { VirtualAssetId } from '../../model/ids.ts';
import type { DurationMs } from '../../time/units.ts';
import type { EpisodeChoice } from './episode-choice.ts';
import { resolveWithinHours } from './package-hours.ts';
import type { PackageContent, PackageContext } from './package-members.ts';

/** A package instead of one asset. */
export interface PackageChoice extends Omit<EpisodeChoice, 'asset'> {
  readonly asset: null;
  readonly package: PackageContent;
}

/** The package with its members for the slot; `null` when it is gone or may not air. */
export function choosePackage(context: PackageContext, id: VirtualAssetId): PackageChoice | null {
  const source = context.catalog.virtualAssets.get(id);
  const outcome = source ? resolveWithinHours(context, source) : null;
  if (outcome?.type !== 'resolved') return null;
  const { cursorBefore, seed, eligibleCount, rotation } = outcome;
  return {
    asset: null,
    package: outcome,
    cursorBefore,
    seed,
    eligibleCount,
    ...(rotation ? { rotation } : {}),
  };
}

/** How long what was chosen lasts, without breaks. */
export function lengthOfChoice(choice: EpisodeChoice | PackageChoice): DurationMs {
  return choice.asset === null ? choice.package.durationMs : choice.asset.durationMs;
}

/** What was chosen, by its name. */
export function nameOfChoice(choice: EpisodeChoice | PackageChoice): string {
  return choice.asset === null ? choice.package.name : choice.asset.title;
}
