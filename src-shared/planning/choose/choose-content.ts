import { POLICY_TRAITS, type EpisodePolicy } from '../../model/episode-policy.ts';
import { isAiredOnce } from '../../model/plan.ts';
import type { RotationStep } from '../../model/schedule-day.ts';
import { MS_PER_HOUR } from '../../time/units.ts';
import { airedAtOf } from './airing-history.ts';
import type { CatalogAsset } from './catalog.ts';
import { stepPool, type ChoiceContext, type Choosing } from './choosing.ts';
import { inPool, poolOf } from './content-pool.ts';
import { eligibleCopy, workIdOf } from './copies.ts';
import type { EpisodeChoice } from './episode-choice.ts';
import { storyOf } from './multi-part.ts';
import { choosePackage, type PackageChoice } from './package-choice.ts';
import { permittedCatalog } from './permitted-catalog.ts';
import { POLICIES } from './policies.ts';
import { partsKey } from './rotation.ts';
import { momentAt } from './rule-moment.ts';

/** A choice with the policy that made it; `null` for a row that names one asset or package. */
export type ContentChoice = AssetChoice | (PackageChoice & ChosenBy);

/** A choice of one asset. */
export type AssetChoice = EpisodeChoice & ChosenBy;

interface ChosenBy {
  readonly policy: EpisodePolicy | null;
}

/** The policy that really chooses: `random` content draws, and a list in order is a list in turn. */
export function effectivePolicy({
  content,
  episodePolicy,
}: ChoiceContext['row']): EpisodePolicy | null {
  if (isAiredOnce(content)) return null;
  if (content.type === 'random') return 'random';
  return content.type === 'list' && episodePolicy === 'sequential' ? 'round-robin' : episodePolicy;
}

/**
 * What a row airs next. A rule's rest is halved, quartered and given up, in this order, when nothing is left;
 * the step says how far. What the channel's rules for hours forbid is not there. A part of an episode is followed by the next one
 * wherever the policy would scatter them. `null` when nothing eligible matches at all.
 */
export function chooseContent(asked: ChoiceContext): ContentChoice | null {
  const { channel, date, slotAt, row } = asked;
  const catalog = permittedCatalog(asked.catalog, channel, date, slotAt);
  const context: ChoiceContext = { ...asked, catalog };
  const policy = effectivePolicy(row);
  if (policy === null) return namedContent(context);
  const pool = poolOf(catalog, row.content, momentAt(channel, date, slotAt));
  const hasPackages = pool.entries.some(({ virtualAssetId }) => virtualAssetId !== undefined);
  if (pool.assets.length === 0 && !hasPackages) return null;
  const choosing = { ...context, pool, policy, restHours: null, allowed: () => true };
  const following = POLICY_TRAITS[policy].scattersParts ? followingPart(choosing) : null;
  if (following) return { ...following, policy };
  for (const hours of restsOf(choosing)) {
    const allowed = hours === null ? () => true : restedFor(context, hours);
    const choice = POLICIES[policy].choose({ ...choosing, restHours: hours, allowed });
    if (choice === null) continue;
    const isRelaxed = hours !== null && hours !== hoursOfRest(row);
    return isRelaxed
      ? {
          ...choice,
          policy,
          rotation: { pool: pool.key, ...choice.rotation, relaxedToHours: hours },
        }
      : { ...choice, policy };
  }
  return null;
}

function namedContent(context: ChoiceContext): ContentChoice | null {
  const { catalog, row } = context;
  if (row.content.type === 'virtual_package') {
    const choice = choosePackage(context, row.content.virtualAssetId);
    return choice && { ...choice, policy: null };
  }
  const asset =
    row.content.type === 'asset' ? eligibleCopy(catalog, row.content.assetId) : undefined;
  return asset ? { asset, policy: null, cursorBefore: null, seed: null, eligibleCount: 1 } : null;
}

function hoursOfRest({ content }: ChoiceContext['row']): number | null {
  return content.type === 'rule' || content.type === 'random'
    ? (content.rule.notAiredWithinHours ?? null)
    : null;
}

/** The rests to try, the full one first. */
function restsOf({ row, policy }: Choosing): readonly (number | null)[] {
  const hours = hoursOfRest(row);
  return hours === null || POLICY_TRAITS[policy].ignoresRest
    ? [null]
    : [hours, hours / 2, hours / 4, 0];
}

function restedFor({ catalog, rotation, slotAt }: ChoiceContext, hours: number) {
  return ({ id }: CatalogAsset): boolean => {
    const airedAt = airedAtOf(rotation.history, workIdOf(catalog, id));
    return airedAt === undefined || slotAt - airedAt >= hours * MS_PER_HOUR;
  };
}

/** The part after the one that this rotation aired last. */
function followingPart(choosing: Choosing): EpisodeChoice | null {
  const { catalog, rotation, pool, policy } = choosing;
  const lastId = rotation.parts[partsKey(stepPool(choosing), policy)];
  const following = lastId === undefined ? null : storyOf(catalog, lastId)?.next;
  const next = following ? inPool(catalog, pool, following) : undefined;
  if (lastId === undefined || next === undefined) return null;
  const entry = pool.entries.find(({ assets }) => assets.includes(next));
  const step: RotationStep = { pool: stepPool(choosing) };
  const eligibleCount = pool.assets.length;
  return {
    asset: next,
    cursorBefore: lastId,
    seed: null,
    eligibleCount,
    rotation:
      POLICY_TRAITS[policy].takesTurns && entry?.cursor ? { ...step, cursor: entry.cursor } : step,
  };
}
