import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import type { ContentRule } from '#shared/model/content-rule.ts';
import type { AssetId } from '#shared/model/ids.ts';
import {
  PACKAGE_METHODS,
  type RuleBasedPackage,
  type VirtualAsset,
  type VirtualAssetFields,
} from '#shared/model/virtual-asset.ts';
import { durationMinutesOf, integerOf, oneOf, required } from './values.ts';

/** Options that speak of a package. */
export interface PackageOptions {
  readonly name?: string;
  readonly assets?: readonly string[];
  readonly rule?: string;
  readonly count?: string;
  readonly target?: string;
  readonly method?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly clearLimits?: boolean;
  readonly excludeRecentDays?: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly clearFixed?: boolean;
  readonly allowShort?: boolean;
  readonly neverShort?: boolean;
}

/** Adds the options of a package. */
export function withPackage(command: Command): Command {
  return command
    .option('--name <name>', 'unique on the station; what the guide calls it')
    .option('--assets <asset...>', 'a fixed sequence: these assets in order, by id, title or path')
    .option('--rule <json>', 'programmes that match; JSON, or @file (docs/content-rules.md)')
    .option('--count <n>', 'so many programmes')
    .option('--target <length>', 'programmes until it lasts so long: minutes, or H:MM')
    .option('--method <method>', PACKAGE_METHODS.join(', '))
    .option('--minimum <length>', 'the whole lasts at least so long')
    .option('--maximum <length>', 'the whole lasts at most so long')
    .option('--exclude-recent-days <n>', 'a programme rests so long after it has aired')
    .option('--clear-limits', 'no limits of length, no rest')
    .option('--before <asset...>', 'what opens it, such as a rating slate')
    .option('--after <asset...>', 'what closes it')
    .option('--clear-fixed', 'nothing opens or closes it')
    .option('--allow-short', 'it may air with less than it asks for')
    .option('--never-short', 'it may not');
}

type FindAssets = (references: readonly string[]) => Promise<AssetId[]>;

/** The fields that the options give, on top of those that a package has. */
export async function fieldsOf(
  options: PackageOptions,
  current: VirtualAsset | null,
  findAssets: FindAssets,
  readRule: (text: string) => Promise<ContentRule>,
): Promise<VirtualAssetFields> {
  if (options.assets !== undefined && options.rule !== undefined) {
    throw invalidInput(
      'rule',
      'A package is a sequence of assets or chosen by a rule.',
      'Say --assets or --rule, not both.',
    );
  }
  const isFixed =
    options.assets !== undefined ||
    (options.rule === undefined && current?.kind === 'fixed_sequence');
  const shared = {
    name: options.name ?? current?.name ?? required('name', options.name),
    before: await fixed(options.before, options.clearFixed, current?.before, findAssets),
    after: await fixed(options.after, options.clearFixed, current?.after, findAssets),
    allowShort:
      options.allowShort ?? (options.neverShort === true ? false : current?.allowShort) ?? false,
  };
  if (isFixed) {
    refuseRuleOptions(options);
    const known = current?.kind === 'fixed_sequence' ? current.assetIds : [];
    const assetIds = options.assets === undefined ? known : await findAssets(options.assets);
    return { ...shared, kind: 'fixed_sequence', assetIds };
  }
  return { ...shared, ...(await ruleFieldsOf(options, current, readRule)) };
}

async function fixed(
  references: readonly string[] | undefined,
  isCleared: boolean | undefined,
  current: readonly AssetId[] | undefined,
  findAssets: FindAssets,
): Promise<AssetId[]> {
  if (references !== undefined) return findAssets(references);
  return isCleared === true ? [] : [...(current ?? [])];
}

function refuseRuleOptions(options: PackageOptions): void {
  const { count, target, method, minimum, maximum, excludeRecentDays } = options;
  const given = Object.entries({ count, target, method, minimum, maximum, excludeRecentDays });
  const wrong = given.find(([, value]) => value !== undefined);
  if (!wrong) return;
  throw invalidInput(
    wrong[0],
    'A fixed sequence is as long as its assets.',
    'Leave it out, or choose by --rule.',
  );
}

async function ruleFieldsOf(
  options: PackageOptions,
  before: VirtualAsset | null,
  readRule: (text: string) => Promise<ContentRule>,
) {
  const current: RuleBasedPackage | null = before?.kind === 'rule_based' ? before : null;
  const rule =
    options.rule === undefined
      ? (current?.rule ?? (await readRule(required('rule', options.rule))))
      : await readRule(options.rule);
  const limits = options.clearLimits === true ? null : current;
  const minutes = (option: 'minimum' | 'maximum', value: number | null | undefined) => {
    const text = options[option];
    return text === undefined ? (value ?? null) : durationMinutesOf(option, text);
  };
  return {
    kind: 'rule_based' as const,
    rule,
    size: sizeOf(options) ??
      current?.size ?? { count: integerOf('count', required('count', options.count)) },
    method:
      options.method === undefined
        ? (current?.method ?? 'sequential')
        : oneOf('method', PACKAGE_METHODS, options.method),
    minimumMinutes: minutes('minimum', limits?.minimumMinutes),
    maximumMinutes: minutes('maximum', limits?.maximumMinutes),
    excludeRecentDays:
      options.excludeRecentDays === undefined
        ? (limits?.excludeRecentDays ?? null)
        : integerOf('exclude-recent-days', options.excludeRecentDays),
  };
}

function sizeOf({ count, target }: PackageOptions): RuleBasedPackage['size'] | null {
  if (count !== undefined && target !== undefined) {
    throw invalidInput(
      'target',
      'A package has so many programmes or lasts so long.',
      'Say --count or --target, not both.',
    );
  }
  if (count !== undefined) return { count: integerOf('count', count) };
  return target === undefined ? null : { targetMinutes: durationMinutesOf('target', target) };
}
