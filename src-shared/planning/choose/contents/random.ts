import { NAMES_NOTHING, type ContentKind } from './content-kind.ts';
import { nameOfRule, poolKeyOfRule, poolOfRule } from './rule.ts';

export const random: ContentKind<'random'> = {
  poolKey: poolKeyOfRule,
  pool: poolOfRule,
  named: () => NAMES_NOTHING,
  name: ({ rule }) => nameOfRule('Random', rule),
};
