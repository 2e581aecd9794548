import { z } from 'zod';

import { AssetKind } from '../model/asset.ts';
import { AssetId, ChannelId, PlanId, VirtualAssetId } from '../model/ids.ts';
import { DurationMsSchema, EpochMsSchema } from '../model/scalars.ts';
import { AiringMember } from '../model/schedule-day.ts';
import { VirtualAsset, VirtualAssetFields } from '../model/virtual-asset.ts';
import { Selector } from './channel.ts';
import { command, query } from './define.ts';

/** A plan that plays a package in a row, a draft or a zone. */
const PlanInUse = z.object({ id: PlanId, channelId: ChannelId, name: z.string() });

/** What a package becomes in one slot. */
export const PackageEvaluation = z.object({
  name: z.string(),
  /** In air order; none when it cannot air. */
  members: z.array(AiringMember),
  durationMs: DurationMsSchema,
  /** Programmes it chose from, or assets of its sequence that may air. */
  eligibleCount: z.int().nonnegative(),
  seed: z.string().nullable(),
  isShort: z.boolean(),
  /** Fixed assets that may not air and are left out. */
  missingCount: z.int().nonnegative(),
  /** Why it cannot air; `null` when it can. */
  why: z.string().nullable(),
});
export type PackageEvaluation = z.infer<typeof PackageEvaluation>;

/** Packages: containers that become several assets when a day is resolved. Frozen days never change with them. */
export const virtualAssetMethods = {
  /** By name. */
  'virtualAsset.list': query(z.object({}), z.array(VirtualAsset)),
  'virtualAsset.show': query(
    z.object({ selector: Selector }),
    z.object({
      virtualAsset: VirtualAsset,
      /** The assets that it names. */
      assets: z.array(
        z.object({ id: AssetId, title: z.string(), kind: AssetKind, isEligible: z.boolean() }),
      ),
      plans: z.array(PlanInUse),
    }),
    ['not-found'],
  ),
  /** Every asset that it names must be eligible. */
  'virtualAsset.add': command(z.object({ fields: VirtualAssetFields }), VirtualAsset, [
    'already-exists',
    'not-eligible',
  ]),
  /** `version` is the one that the client saw. Assets that it named before may stay, whatever became of them. */
  'virtualAsset.update': command(
    z.object({ id: VirtualAssetId, version: z.int().positive(), fields: VirtualAssetFields }),
    VirtualAsset,
    ['not-found', 'already-exists', 'stale-version', 'not-eligible'],
  ),
  /** Refused while plans play it; the error counts and names them. */
  'virtualAsset.delete': command(z.object({ id: VirtualAssetId }), z.object({}), [
    'not-found',
    'has-dependents',
  ]),
  /**
   * What a package, stored or not, would become at an instant: on the channel, as its rotations stand when that broadcast day
   * begins; without a channel, as where nothing has aired. Writes nothing.
   */
  'virtualAsset.evaluate': query(
    z.object({
      virtualAsset: z.union([
        z.strictObject({ id: VirtualAssetId }),
        z.strictObject({ fields: VirtualAssetFields }),
      ]),
      channelId: ChannelId.nullable().default(null),
      /** Now unless given. */
      at: EpochMsSchema.nullable().default(null),
    }),
    PackageEvaluation,
    ['not-found'],
  ),
} as const;
