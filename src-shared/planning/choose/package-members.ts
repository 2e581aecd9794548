import type { AssetId, VirtualAssetId } from '../../model/ids.ts';
import type { AiringMember, RotationStep } from '../../model/schedule-day.ts';
import type {
  FixedSequence,
  PackageMethod,
  RuleBasedPackage,
  VirtualAsset,
} from '../../model/virtual-asset.ts';
import {
  MS_PER_HOUR,
  MS_PER_MINUTE,
  type DurationMs,
  type EpochMs,
  type IsoDate,
} from '../../time/units.ts';

import { titlesOf } from './asset-titles.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { packageNameOf, poolOfPackage } from './content-pool.ts';
import { eligibleCopy } from './copies.ts';
import { localSlotText } from './episode-choice.ts';
import { restHoursOf } from '../plan/packages-in-plans.ts';
import { deckOfPackage, pickMembers, type PackagePick, type Picking } from './package-picks.ts';
import { restGate, restLadder } from './programme-gates.ts';
import type { RestrictingChannel } from './permitted-catalog.ts';
import type { Rotation } from './rotation.ts';
import { momentAt } from './rule-moment.ts';

/** No airing of a package is longer: so long is the longest row of a plan. */
const LONGEST_PACKAGE_MS = 48 * MS_PER_HOUR;

/** What the members of a package depend on besides the package. */
export interface PackageContext {
  readonly catalog: Catalog;
  readonly channel: RestrictingChannel & { readonly slug: string };
  /** The broadcast date. */
  readonly date: IsoDate;
  readonly rotation: Rotation;
  /** Where the airing would start. */
  readonly slotAt: EpochMs;
}

/** What several assets air as one programme. */
export interface SeveralAssets {
  readonly name: string;
  /** In air order; their lengths sum to `durationMs`. */
  readonly members: readonly AiringMember[];
  readonly durationMs: DurationMs;
}

/** What a package airs. */
export interface PackageContent extends SeveralAssets {
  readonly virtualAssetId: VirtualAssetId;
  /** `null`: a fixed sequence. */
  readonly method: PackageMethod | null;
  readonly isShort: boolean;
  /** So many of its fixed assets may not air and are left out. */
  readonly missingCount: number;
  /** Hours for which it wants its programmes to rest. */
  readonly restHours: number | null;
}

/** A package with its members for one slot. */
export interface ResolvedPackage extends PackageContent {
  readonly type: 'resolved';
  /** Programmes that it chose from, or assets of its sequence that may air. */
  readonly eligibleCount: number;
  readonly cursorBefore: AssetId | null;
  /** The text that all its draws come from. */
  readonly seed: string | null;
  readonly rotation: RotationStep | null;
}

/** Why a package cannot air; one sentence for the operator. */
export interface UnavailablePackage {
  readonly type: 'unavailable';
  readonly why: string;
}

export type PackageOutcome = ResolvedPackage | UnavailablePackage;

/**
 * Expands a package for a slot. Pure: equal inputs, equal members; the rotation is not moved. Fixed assets
 * that may not air are left out of the opening and the end; of a sequence only where it may be short.
 */
export function resolvePackage(context: PackageContext, source: VirtualAsset): PackageOutcome {
  const before = eligible(context, source.before);
  const after = eligible(context, source.after);
  const middle =
    source.kind === 'fixed_sequence'
      ? sequenceOf(context, source)
      : chosenBy(context, source, lengthOf([...before, ...after]));
  if ('why' in middle) return middle;
  const members = inAirOrder([
    ...before.map((asset) => ({ asset, role: 'before' as const })),
    ...middle.members,
    ...after.map((asset) => ({ asset, role: 'after' as const })),
  ]);
  const durationMs = members.reduce((sum, member) => sum + member.durationMs, 0);
  if (durationMs > LONGEST_PACKAGE_MS) return unavailable('It would last longer than 48 hours.');
  const fixedCount = source.before.length + source.after.length;
  const missingCount = middle.missingCount + fixedCount - before.length - after.length;
  return {
    ...middle,
    type: 'resolved',
    virtualAssetId: source.id,
    name: source.name,
    method: source.kind === 'rule_based' ? source.method : null,
    restHours: restHoursOf(source),
    members,
    durationMs,
    missingCount,
  };
}

interface MemberDraft extends Pick<AiringMember, 'role'>, Omit<PackagePick, 'assets'> {
  readonly asset: CatalogAsset;
}

type Middle = Pick<
  ResolvedPackage,
  'eligibleCount' | 'cursorBefore' | 'seed' | 'rotation' | 'isShort' | 'missingCount'
> & { readonly members: readonly MemberDraft[] };

function sequenceOf(context: PackageContext, source: FixedSequence): Middle | UnavailablePackage {
  const assets = eligible(context, source.assetIds);
  const missingCount = source.assetIds.length - assets.length;
  if (assets.length === 0) return unavailable('None of its assets may air.');
  if (missingCount > 0 && !source.allowShort) {
    return unavailable(
      `${String(missingCount)} of its ${String(source.assetIds.length)} assets may not air, and it may not be short.`,
    );
  }
  return {
    members: assets.map((asset) => ({ asset, role: 'sequence' })),
    eligibleCount: assets.length,
    cursorBefore: null,
    seed: null,
    rotation: null,
    isShort: missingCount > 0,
    missingCount,
  };
}

function chosenBy(
  context: PackageContext,
  source: RuleBasedPackage,
  fixedMs: DurationMs,
): Middle | UnavailablePackage {
  const { catalog, channel, rotation, date, slotAt } = context;
  const { method, allowShort } = source;
  const pool = poolOfPackage(catalog, source.id, momentAt(channel, date, slotAt));
  if (pool.assets.length === 0) return unavailable('Its rule matches nothing that may air.');
  const deckSeed = `${channel.slug}:${packageNameOf(catalog, source.id)}`;
  const slotSeed = `${deckSeed}:${localSlotText(channel.timezone, slotAt)}`;
  for (const hours of restLadder(restHoursOf(source))) {
    const gate = restGate(context, hours);
    const picking: Picking = {
      catalog,
      pool,
      rotation,
      method,
      slotSeed,
      deckSeed,
      room: roomOf(source, fixedMs),
      rested: (asset) => gate.refuses(asset) === null,
    };
    const { picks, isComplete } = pickMembers(picking, allowShort);
    if (picks.length === 0) continue;
    const isRelaxed = hours !== null && hours !== restHoursOf(source);
    return {
      members: picks.flatMap(({ assets, ...pick }) =>
        assets.map((asset) => ({ asset, role: 'chosen' as const, ...pick })),
      ),
      eligibleCount: pool.assets.length,
      cursorBefore: method === 'sequential' ? (rotation.cursors[pool.key] ?? null) : null,
      seed: method === 'random' ? slotSeed : (picks[0]?.seed ?? null),
      rotation: {
        pool: pool.key,
        ...(method === 'sequential' ? { cursor: pool.key } : {}),
        ...(method === 'shuffle' ? { deck: deckOfPackage(pool) } : {}),
        ...(isRelaxed ? { relaxedToHours: hours } : {}),
      },
      isShort: !isComplete,
      missingCount: 0,
    };
  }
  return unavailable(tooLittle(source, pool.assets.length));
}

function tooLittle({ size, allowShort }: RuleBasedPackage, count: number): string {
  const wanted =
    'count' in size
      ? `${String(size.count)} programmes`
      : `${String(size.targetMinutes)} minutes of programmes`;
  const matches = `${String(count)} that its rule matches`;
  return allowShort
    ? `None of the ${matches} fits its limits.`
    : `The ${matches} do not make up the ${wanted} that it asks for within its limits, and it may not be short.`;
}

function roomOf(source: RuleBasedPackage, fixedMs: DurationMs): Picking['room'] {
  const { size, minimumMinutes, maximumMinutes } = source;
  const ms = (minutes: number): DurationMs => Math.round(minutes * MS_PER_MINUTE);
  return {
    fixedMs,
    count: 'count' in size ? size.count : null,
    targetMs: 'count' in size ? 0 : ms(size.targetMinutes),
    minimumMs: minimumMinutes === null ? 0 : ms(minimumMinutes),
    maximumMs: maximumMinutes === null ? LONGEST_PACKAGE_MS : ms(maximumMinutes),
  };
}

function inAirOrder(drafts: readonly MemberDraft[]): AiringMember[] {
  let startMs = 0;
  return drafts.map(({ asset, ...how }) => {
    const { id, kind, seriesId, seasonNumber, episodeNumber, year, durationMs } = asset;
    const member: AiringMember = {
      assetId: id,
      kind,
      ...titlesOf(asset),
      seriesId,
      seasonNumber,
      episodeNumber,
      year,
      startMs,
      durationMs,
      ...how,
    };
    startMs += durationMs;
    return member;
  });
}

function eligible({ catalog }: PackageContext, ids: readonly AssetId[]): CatalogAsset[] {
  return ids.flatMap((id) => eligibleCopy(catalog, id) ?? []);
}

function lengthOf(assets: readonly CatalogAsset[]): DurationMs {
  return assets.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function unavailable(why: string): UnavailablePackage {
  return { type: 'unavailable', why };
}
