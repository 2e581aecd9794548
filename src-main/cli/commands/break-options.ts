import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import { firstIssue } from '#shared/errors/issue-text.ts';
import { INTERSTITIAL_KINDS } from '#shared/model/asset.ts';
import { BREAK_PRESETS, type BreakFields, breakPreset } from '#shared/model/break-presets.ts';
import { BREAKING_KINDS, BreakRules, DEFAULT_BREAK_RULES } from '#shared/model/break-rules.ts';
import type { Channel, ChannelFields } from '#shared/model/channel.ts';
import { MS_PER_SECOND } from '#shared/time/units.ts';
import { integerOf, oneOf } from '../values.ts';
import {
  BREAKS_HELP,
  breakChangesText,
  breaksOf,
  collect,
  jsonOf,
  pairOf,
} from './break-change-options.ts';

/** Options of a channel's breaks and of what fills them. */
export interface BreakOptions {
  readonly breakPreset?: string;
  readonly breakRule?: readonly string[];
  readonly kindBreaks?: readonly string[];
  readonly overrunTolerance?: string;
  readonly allowedKinds?: string;
  readonly cooldown?: string;
  readonly typeCooldown?: readonly string[];
  readonly strictCooldown?: string;
  readonly maxPlaysPerDay?: string;
}

const BREAK_DEFAULTS: Readonly<Record<string, unknown>> = DEFAULT_BREAK_RULES;

export function withBreakOptions(command: Command): Command {
  return command
    .option('--break-preset <name>', `a way to break: ${BREAK_PRESETS.join(', ')}`)
    .option('--break-rule <field=value>', 'one break rule, such as fadeMs=0; repeatable', collect)
    .option(
      '--kind-breaks <kind=breaks>',
      `how one kind of content breaks: ${BREAKING_KINDS.join(', ')} = ${BREAKS_HELP}; repeatable`,
      collect,
    )
    .option(
      '--overrun-tolerance <seconds>',
      'content may run so far past a grid line; it fades out there',
    )
    .option('--allowed-kinds <kinds>', 'what may fill breaks, with commas between, or all')
    .option('--cooldown <seconds>', 'how long an interstitial rests')
    .option('--type-cooldown <kind=seconds>', 'how long one kind rests; repeatable', collect)
    .option('--strict-cooldown <on|off>', 'rather black than what has not rested')
    .option('--max-plays-per-day <n>', 'starts of one interstitial in a day; 0 is no limit');
}

/** The fields that the options change: a preset first, then each rule on top of it. None for no option. */
export function breakFieldsOf(
  options: BreakOptions,
  current: BreakFields & Pick<ChannelFields, 'breakRulesByKind'>,
): Partial<Pick<ChannelFields, BreakField>> {
  const preset =
    options.breakPreset === undefined
      ? null
      : breakPreset(oneOf('break-preset', BREAK_PRESETS, options.breakPreset));
  const from = preset ?? current;
  const rules = options.breakRule ?? [];
  const traffic = trafficChanges(options, from);
  return {
    ...preset,
    ...(rules.length === 0 ? {} : { breakRules: withRules(from.breakRules, rules) }),
    ...(options.kindBreaks === undefined
      ? {}
      : { breakRulesByKind: byKindOf(options.kindBreaks, current.breakRulesByKind) }),
    ...(options.overrunTolerance === undefined
      ? {}
      : {
          overrunToleranceMs:
            integerOf('overrun-tolerance', options.overrunTolerance) * MS_PER_SECOND,
        }),
    ...(Object.keys(traffic).length === 0 ? {} : { traffic: { ...from.traffic, ...traffic } }),
  };
}

type BreakField = 'kind' | 'breakRules' | 'breakRulesByKind' | 'overrunToleranceMs' | 'traffic';

/** The changes of each kind of content, those that are given in place of those that it had. */
function byKindOf(
  settings: readonly string[],
  before: ChannelFields['breakRulesByKind'],
): ChannelFields['breakRulesByKind'] {
  const after = { ...before };
  for (const setting of settings) {
    const [name, text] = pairOf('kind-breaks', setting);
    const kind = oneOf('kind-breaks', BREAKING_KINDS, name);
    const changes = breaksOf('kind-breaks', text);
    if (changes === null) Reflect.deleteProperty(after, kind);
    else after[kind] = changes;
  }
  return after;
}

function withRules(rules: BreakRules, settings: readonly string[]): BreakRules {
  let changed: Record<string, unknown> = { ...rules };
  for (const setting of settings) {
    const [field, text] = pairOf('break-rule', setting);
    if (!(field in rules)) {
      throw invalidInput(
        'break-rule',
        `--break-rule: there is no rule "${field}".`,
        `Choose ${Object.keys(rules).join(', ')}.`,
      );
    }
    changed = { ...changed, [field]: jsonOf(text) };
  }
  const parsed = BreakRules.safeParse(changed);
  if (parsed.success) return parsed.data;
  const { field, message } = firstIssue(parsed.error);
  throw invalidInput(
    'break-rule',
    `--break-rule: ${field === '' ? '' : `${field}: `}${message}`,
    'Write a number, true, false or null.',
  );
}

function trafficChanges(
  options: BreakOptions,
  { traffic }: BreakFields,
): Partial<ChannelFields['traffic']> {
  const seconds = (option: string, text: string): number => integerOf(option, text) * MS_PER_SECOND;
  const byKind = (options.typeCooldown ?? []).map((setting) => {
    const [kind, text] = pairOf('type-cooldown', setting);
    const known = oneOf('type-cooldown', INTERSTITIAL_KINDS, kind);
    return [known, seconds('type-cooldown', text)] as const;
  });
  return {
    ...(options.allowedKinds === undefined ? {} : { allowedKinds: kindsOf(options.allowedKinds) }),
    ...(options.cooldown === undefined
      ? {}
      : { defaultCooldownMs: seconds('cooldown', options.cooldown) }),
    ...(byKind.length === 0
      ? {}
      : { kindCooldownsMs: { ...traffic.kindCooldownsMs, ...Object.fromEntries(byKind) } }),
    ...(options.strictCooldown === undefined
      ? {}
      : {
          isCooldownStrict:
            oneOf('strict-cooldown', ['on', 'off'], options.strictCooldown) === 'on',
        }),
    ...(options.maxPlaysPerDay === undefined
      ? {}
      : { maximumPlaysPerDay: integerOf('max-plays-per-day', options.maxPlaysPerDay) }),
  };
}

function kindsOf(text: string): ChannelFields['traffic']['allowedKinds'] {
  if (text === 'all') return [...INTERSTITIAL_KINDS];
  return text.split(',').map((kind) => oneOf('allowed-kinds', INTERSTITIAL_KINDS, kind.trim()));
}

/** What is said of breaks when a channel is described. */
export function breakLines(channel: Channel): [string, string][] {
  const { breakRules, breakRulesByKind, traffic } = channel;
  const changed = Object.entries(breakRules).filter(
    ([field, value]) => BREAK_DEFAULTS[field] !== value,
  );
  const kinds = traffic.allowedKinds;
  const isAll = kinds.length === INTERSTITIAL_KINDS.length;
  return [
    ['Breaks', changed.map(([field, value]) => `${field}=${String(value)}`).join(' ') || 'usual'],
    ...Object.entries(breakRulesByKind).map(([kind, changes]): [string, string] => [
      `Breaks of a ${kind}`,
      breakChangesText(changes),
    ]),
    ['Overrun', `up to ${String(channel.overrunToleranceMs / MS_PER_SECOND)} s is trimmed`],
    ['Traffic', isAll ? 'every kind' : kinds.join(', ') || 'nothing'],
  ];
}
