import { MS_PER_MINUTE } from '../../../time/units.ts';
import { poolOfPackage } from '../content-pool.ts';
import { choosePackage } from '../package-choice.ts';
import { isPackageEligible, longestOfPackage } from '../package-trial.ts';
import { NAMES_NOTHING, type ContentKind } from './content-kind.ts';

export const virtualPackage: ContentKind<'virtual_package'> = {
  poolKey: ({ virtualAssetId }) => `package:${virtualAssetId}`,
  pool: ({ catalog, moment }, { virtualAssetId }) => poolOfPackage(catalog, virtualAssetId, moment),
  entry: (_catalog, { virtualAssetId }) => ({ cursor: null, assets: [], virtualAssetId }),
  ruleBehind(catalog, { virtualAssetId }) {
    const found = catalog.virtualAssets.get(virtualAssetId);
    return found?.kind === 'rule_based' ? found.rule : null;
  },
  choose: (context, { virtualAssetId }) => choosePackage(context, virtualAssetId),
  length(catalog, { virtualAssetId }) {
    const source = catalog.virtualAssets.get(virtualAssetId);
    const longestMs = source ? longestOfPackage(catalog, source) : 0;
    return longestMs < MS_PER_MINUTE ? null : longestMs;
  },
  isEligible: (catalog, { virtualAssetId }) => isPackageEligible(catalog, virtualAssetId),
  named({ virtualAssets }, { virtualAssetId }) {
    const source = virtualAssets.get(virtualAssetId);
    if (!source) return NAMES_NOTHING;
    const fixed = source.kind === 'fixed_sequence' ? source.assetIds : [];
    return { ...NAMES_NOTHING, assetIds: [...source.before, ...fixed, ...source.after] };
  },
  name: ({ virtualAssetId }, names) =>
    Promise.resolve({
      title: names.package(virtualAssetId) ?? 'Unknown package',
      kind: 'package',
    }),
};
