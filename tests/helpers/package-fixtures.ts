import { AssetId, AssignmentId, PlanId, VirtualAssetId } from '#shared/model/ids.ts';
import type { Assignment } from '#shared/model/plan.ts';
import {
  VirtualAssetFields,
  type FixedSequence,
  type RuleBasedPackage,
} from '#shared/model/virtual-asset.ts';
import { CHANNEL_EPOCH_AT } from '#tests/helpers/planning-fixtures.ts';

const STORED = { version: 1, createdAt: CHANNEL_EPOCH_AT, updatedAt: CHANNEL_EPOCH_AT };

/** A package of these assets in order; its id is its name in lower case, with dashes. */
export function makeSequence(
  name: string,
  assetIds: readonly string[],
  overrides: Partial<FixedSequence> = {},
): FixedSequence {
  const fields = VirtualAssetFields.parse({ kind: 'fixed_sequence', name, assetIds });
  if (fields.kind !== 'fixed_sequence') throw new Error('It is no sequence.');
  return { ...fields, id: idOf(name), ...STORED, ...overrides };
}

/** A package of two programmes of the series `alpha`, in order, unless told otherwise. */
export function makeRulePackage(
  name: string,
  overrides: Partial<RuleBasedPackage> = {},
): RuleBasedPackage {
  const fields = VirtualAssetFields.parse({
    kind: 'rule_based',
    name,
    rule: { series: ['alpha'] },
    size: { count: 2 },
  });
  if (fields.kind !== 'rule_based') throw new Error('It has no rule.');
  return { ...fields, id: idOf(name), ...STORED, ...overrides };
}

function idOf(name: string): VirtualAssetId {
  return VirtualAssetId.parse(name.toLowerCase().replaceAll(' ', '-'));
}

/** A row that plays the package. */
export function makePackageRow(
  startOffsetMinutes: number,
  durationMinutes: number,
  { id }: { readonly id: VirtualAssetId },
  overrides: Partial<Assignment> = {},
): Assignment {
  return {
    id: AssignmentId.parse(`row-${String(startOffsetMinutes)}-${id}`),
    planId: PlanId.parse('plan'),
    startOffsetMinutes,
    durationMinutes,
    episodePolicy: 'sequential',
    content: { type: 'virtual_package', virtualAssetId: id },
    operatorIntent: null,
    labelId: null,
    ...overrides,
  };
}

export function assetIds(...ids: readonly string[]): AssetId[] {
  return ids.map((id) => AssetId.parse(id));
}
