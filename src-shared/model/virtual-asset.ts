import { z } from 'zod';

import { ContentRule } from './content-rule.ts';
import { AssetId, VirtualAssetId } from './ids.ts';
import { EpochMsSchema, NameSchema, StoredNameSchema } from './scalars.ts';

/** How a package by rule takes its programmes; each works as the policy of its name does for a row. */
export const PACKAGE_METHODS = ['sequential', 'random', 'shuffle', 'least-recently-used'] as const;
export const PackageMethod = z.enum(PACKAGE_METHODS);
export type PackageMethod = z.infer<typeof PackageMethod>;

/** Minutes of a whole package, fixed parts included. */
const Minutes = z.number().positive().max(2_880);

/** What every package has. */
const SharedFields = z.strictObject({
  /** Unique on the station; what the guide calls an airing of the package. */
  name: NameSchema,
  /** Assets of any kind that open it, such as a rating slate or an ident; no break parts them from what they open. */
  before: z.array(AssetId).max(20).default([]),
  /** Assets of any kind that close it. */
  after: z.array(AssetId).max(20).default([]),
  /** Whether it airs with fewer members than it asks for, rather than not at all or from the beginning again. */
  allowShort: z.boolean().default(false),
});

/** Explicit assets in order. */
const FixedSequenceFields = SharedFields.extend({
  kind: z.literal('fixed_sequence'),
  assetIds: z.array(AssetId).min(1).max(200),
});

/** Programmes that a rule matches, chosen anew for every airing. */
const RuleBasedFields = SharedFields.extend({
  kind: z.literal('rule_based'),
  rule: ContentRule,
  /** So many programmes, or as many as reach so many minutes (fixed parts included). */
  size: z.union([
    z.strictObject({ count: z.int().min(1).max(100) }),
    z.strictObject({ targetMinutes: Minutes }),
  ]),
  method: PackageMethod.default('sequential'),
  /** The whole is at least so long, or it is short. */
  minimumMinutes: Minutes.nullable().default(null),
  /** What would make the whole longer is passed over. */
  maximumMinutes: Minutes.nullable().default(null),
  /** Days for which a programme rests after it has aired on the channel; relaxed step by step when too little is left. */
  excludeRecentDays: z.int().min(1).max(365).nullable().default(null),
});

/** What an operator says of a package. Packages hold assets, never other packages. */
export const VirtualAssetFields = z.discriminatedUnion('kind', [
  FixedSequenceFields,
  RuleBasedFields,
]);
export type VirtualAssetFields = z.infer<typeof VirtualAssetFields>;

const Identity = {
  id: VirtualAssetId,
  name: StoredNameSchema,
  version: z.int().positive(),
  createdAt: EpochMsSchema,
  updatedAt: EpochMsSchema,
};

/** A named container of the station that expands to concrete assets when a day is resolved. */
export const VirtualAsset = z.discriminatedUnion('kind', [
  FixedSequenceFields.extend(Identity),
  RuleBasedFields.extend(Identity),
]);
export type VirtualAsset = z.infer<typeof VirtualAsset>;
export type FixedSequence = Extract<VirtualAsset, { kind: 'fixed_sequence' }>;
export type RuleBasedPackage = Extract<VirtualAsset, { kind: 'rule_based' }>;
