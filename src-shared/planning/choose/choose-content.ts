import { POLICY_TRAITS, type EpisodePolicy } from '../../model/episode-policy.ts';
import { traitsOf } from '../../model/content-kinds.ts';
import type { RotationStep } from '../../model/schedule-day.ts';
import type { CatalogAsset } from './catalog.ts';
import { stepPool, type ChoiceContext, type Choosing } from './choosing.ts';
import { inPool } from './content-pool.ts';
import { kindOf, poolOf } from './contents/kinds.ts';
import type { EpisodeChoice } from './episode-choice.ts';
import { storyOf } from './multi-part.ts';
import type { PackageChoice } from './package-choice.ts';
import { permittedCatalog } from './permitted-catalog.ts';
import { POLICIES } from './policies.ts';
import {
  hoursGate,
  restGate,
  restHoursOfContent,
  restLadder,
  type ProgrammeGate,
} from './programme-gates.ts';
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
  return traitsOf(content).policy(episodePolicy);
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
    const gate = restGate(context, hours);
    const allowed = (asset: CatalogAsset): boolean => gate.refuses(asset) === null;
    const choice = POLICIES[policy].choose({ ...choosing, restHours: hours, allowed });
    if (choice === null) continue;
    const isRelaxed = hours !== null && hours !== restHoursOfContent(row.content);
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
  const { content } = context.row;
  const choice = kindOf(content).choose?.(context, content) ?? null;
  return choice && { ...choice, policy: null };
}

/** What a row's choice is judged by: the channel's hours, which are never set aside, and the full rest of its rule, which is step by step. */
export function gatesOfRow(context: ChoiceContext): readonly [ProgrammeGate, ProgrammeGate] {
  const { channel, date, slotAt, row } = context;
  const policy = effectivePolicy(row);
  const [fullRest = null] = policy === null ? [] : restsOf({ row, policy });
  return [hoursGate(channel, date, slotAt), restGate(context, fullRest)];
}

/** The rests to try; none for a policy that does not ask for it. */
function restsOf({ row, policy }: Pick<Choosing, 'row' | 'policy'>): readonly (number | null)[] {
  return POLICY_TRAITS[policy].ignoresRest ? [null] : restLadder(restHoursOfContent(row.content));
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
    kind: 'asset',
    asset: next,
    cursorBefore: lastId,
    seed: null,
    eligibleCount,
    rotation:
      POLICY_TRAITS[policy].takesTurns && entry?.cursor ? { ...step, cursor: entry.cursor } : step,
  };
}
