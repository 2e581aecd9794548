import { membersOf, type Airing, type AiringMember } from '#shared/model/schedule-day.ts';
import type { AssetId } from '#shared/model/ids.ts';

type Shown = Pick<Airing, 'content'> | undefined;

/** The asset that an airing of one shows; `null` for every other airing, and none. */
export function assetIdOf(airing: Shown): AssetId | null {
  return airing?.content.kind === 'asset' ? airing.content.assetId : null;
}

/** The kind of an airing's content. */
export function kindOf(airing: Shown): Airing['content']['kind'] | undefined {
  return airing?.content.kind;
}

/** What an airing of several assets consists of. */
export function membersIn(airing: Shown): readonly AiringMember[] {
  return airing ? membersOf(airing) : [];
}
