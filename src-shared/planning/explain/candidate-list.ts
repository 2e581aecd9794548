import { MOST_CANDIDATES, type Candidate, type Candidates } from '../../model/explanation.ts';
import type { AssetId } from '../../model/ids.ts';
import { titlesOf } from '../choose/asset-titles.ts';
import type { CatalogAsset } from '../choose/catalog.ts';
import { refusalOf, type ProgrammeGate } from '../choose/programme-gates.ts';

/** Something that the content means and that may not air. */
export interface IneligibleAsset {
  readonly id: AssetId;
  readonly title: string;
  readonly why: string;
}

/** A programme among the candidates. */
export function candidateOf(asset: CatalogAsset, isChosen: boolean, reason: string): Candidate {
  return { assetId: asset.id, ...titlesOf(asset), isChosen, reason };
}

/** What was chosen, and what was set aside for it: what the first gate says that refuses it. */
export function chosenOne(
  asset: CatalogAsset,
  gates: readonly ProgrammeGate[],
  chosen = 'chosen',
): Candidate {
  const refusal = refusalOf(asset, gates);
  return candidateOf(asset, true, refusal ? `${chosen}, though ${refusal.reason()}` : chosen);
}

/** Programmes that were not chosen, each with what the first gate says that refuses it, or else with what decided between those that pass. */
export function passedOver(
  assets: readonly CatalogAsset[],
  gates: readonly ProgrammeGate[],
  outdrawn: (asset: CatalogAsset) => string,
): Candidate[] {
  return assets.map((asset) =>
    candidateOf(asset, false, refusalOf(asset, gates)?.reason() ?? outdrawn(asset)),
  );
}

/** What the content means and what may not air at all. */
export function ineligibleOnes(ineligible: readonly IneligibleAsset[]): Candidate[] {
  return ineligible.map(({ id: assetId, title, why }) => ({
    assetId,
    title,
    episodeTitle: null,
    isChosen: false,
    reason: why,
  }));
}

/** The first of the candidates, and how many there are. */
export function candidatesIn(
  candidates: readonly Candidate[],
  isChosenAgain: boolean | null,
): Candidates {
  return {
    candidates: candidates.slice(0, MOST_CANDIDATES),
    total: candidates.length,
    isChosenAgain,
  };
}
