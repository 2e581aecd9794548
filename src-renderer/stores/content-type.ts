import type { PlanContentName } from '#shared/contract/plan.ts';
import type { AssetKind } from '#shared/model/asset.ts';
import type { GuideEntry } from '#shared/model/guide.ts';

/** The two-letter code that traffic logs print, so that colour is never the only cue. */
export type TypeCode = 'EP' | 'MV' | 'CM' | 'PR' | 'BP' | 'IN' | 'ID' | 'PK';

const CODES: Record<AssetKind, TypeCode> = {
  episode: 'EP',
  movie: 'MV',
  commercial: 'CM',
  promo: 'PR',
  trailer: 'PR',
  bumper: 'BP',
  stinger: 'BP',
  'station-id': 'ID',
  psa: 'IN',
  filler: 'IN',
};

const WORDS: Record<AssetKind, string> = {
  episode: 'Episode',
  movie: 'Movie',
  commercial: 'Commercial',
  promo: 'Promo',
  bumper: 'Bumper',
  'station-id': 'Station ident',
  psa: 'Public service',
  trailer: 'Trailer',
  stinger: 'Stinger',
  filler: 'Filler',
};

/** The code of an asset's kind, or of a package. */
export function typeCodeOf(kind: PlanContentName['kind']): TypeCode {
  return kind === 'package' ? 'PK' : CODES[kind];
}

export function kindWord(kind: AssetKind): string {
  return WORDS[kind];
}

/** The code of a guide entry's kind. */
export function guideTypeCode(kind: GuideEntry['kind']): TypeCode {
  const codes = { episode: 'EP', movie: 'MV', interstitial: 'IN', slate: 'ID', package: 'PK' };
  return codes[kind] as TypeCode;
}

export { contentKey } from '#shared/contract/plan.ts';
