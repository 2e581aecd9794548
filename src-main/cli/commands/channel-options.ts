import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import {
  type Channel,
  ChannelFields,
  DefaultProgramming,
  GRID_MINUTES,
} from '#shared/model/channel.ts';
import { HOUSE_HEIGHTS, HOUSE_RATES } from '#shared/model/house-format.ts';
import { gridOffsetMinutes } from '#shared/planning/validate/validate-channel.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import { jsonOf } from '../json-input.ts';
import { integerOf, oneOf } from '../values.ts';
import { type BreakOptions, withBreakOptions } from './break-options.ts';
import { type DaypartOptions, daypartFieldsOf, withDaypartOptions } from './daypart-options.ts';
import { twoDigits } from '#shared/time/clock-text.ts';

/** Options that speak of a channel's fields. */
export interface FieldOptions extends BreakOptions, DaypartOptions {
  readonly name?: string;
  readonly number?: string;
  readonly slug?: string;
  readonly timezone?: string;
  readonly gridSizeMinutes?: string;
  readonly gridOffsetMinutes?: string;
  readonly broadcastDayStart?: string;
  readonly kind?: string;
  readonly height?: string;
  readonly rate?: string;
  readonly preparation?: string;
  readonly preparationLimit?: string;
  readonly defaultProgramming?: string;
  readonly requiresApproval?: string;
  readonly defaultPolicy?: string;
  readonly shortsInGuide?: string;
  readonly active?: boolean;
  readonly inactive?: boolean;
}

/** Adds the options of a channel's fields. */
export function withFields(command: Command): Command {
  return withDaypartOptions(withBreakOptions(command))
    .option('--name <name>', 'what viewers see')
    .option('--number <n>', 'channel number, 1–9999')
    .option('--timezone <zone>', 'IANA time zone')
    .option('--grid-size-minutes <n>', 'length of a grid slot: 15, 30 or 60')
    .option('--grid-offset-minutes <n>', 'minutes past the grid line at which programmes start')
    .option('--broadcast-day-start <HH:MM>', 'local time at which the day begins')
    .option('--kind <kind>', 'network or movie')
    .option('--height <lines>', `house format: ${HOUSE_HEIGHTS.join(', ')}`)
    .option('--rate <fps>', `house format: ${HOUSE_RATES.join(', ')}`)
    .option('--preparation <when>', 'on-demand or always')
    .option(
      '--preparation-limit <n>',
      'at most so many encoders at once, 1–16; "none" for no limit',
    )
    .option(
      '--default-programming <what>',
      'library, slate, series:<id>, asset:<id>, or rule:<json or @file>',
    )
    .option(
      '--default-policy <policy>',
      `how a default rule chooses: ${EPISODE_POLICIES.join(', ')}`,
    )
    .option(
      '--shorts-in-guide <slot|each>',
      'shorts that share a slot: one entry together, or each its own',
    )
    .option('--requires-approval <on|off>', 'a day airs only once it has been approved')
    .option('--active', 'on the air')
    .option('--inactive', 'off the air');
}

/** The fields that the options speak of, over those that the channel has. */
export async function fieldsOf(
  options: FieldOptions,
  current: Pick<Channel, 'houseFormat' | 'gridMinutes' | 'dayStart'>,
): Promise<Partial<ChannelFields>> {
  const format = current.houseFormat;
  return {
    ...(await daypartFieldsOf(options)),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.number === undefined ? {} : { number: integerOf('number', options.number) }),
    ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
    ...(options.gridSizeMinutes === undefined
      ? {}
      : { gridMinutes: memberOf('grid-size-minutes', GRID_MINUTES, options.gridSizeMinutes) }),
    ...dayStartOf(options, current),
    ...(options.kind === undefined
      ? {}
      : { kind: oneOf('kind', ['network', 'movie'], options.kind) }),
    ...(options.height === undefined && options.rate === undefined
      ? {}
      : {
          houseFormat: {
            height:
              options.height === undefined
                ? format.height
                : memberOf('height', HOUSE_HEIGHTS, options.height),
            rate:
              options.rate === undefined ? format.rate : oneOf('rate', HOUSE_RATES, options.rate),
          },
        }),
    ...(options.preparation === undefined
      ? {}
      : { preparation: oneOf('preparation', ['on-demand', 'always'], options.preparation) }),
    ...(options.preparationLimit === undefined
      ? {}
      : { preparationLimit: limitOf(options.preparationLimit) }),
    ...(options.defaultProgramming === undefined
      ? {}
      : { defaultProgramming: await defaultProgrammingOf(options.defaultProgramming, options) }),
    ...(options.shortsInGuide === undefined
      ? {}
      : {
          shortsInGuide: oneOf(
            'shorts-in-guide',
            ChannelFields.shape.shortsInGuide.options,
            options.shortsInGuide,
          ),
        }),
    ...(options.requiresApproval === undefined
      ? {}
      : {
          requiresApproval:
            oneOf('requires-approval', ['on', 'off'], options.requiresApproval) === 'on',
        }),
    ...(options.active === true ? { isActive: true } : {}),
    ...(options.inactive === true ? { isActive: false } : {}),
  };
}

function limitOf(text: string): number | null {
  return text === 'none' ? null : integerOf('preparation-limit', text);
}

/** The day's start, which also says where on the hour the grid's lines lie: an offset given alone moves its minutes. */
function dayStartOf(
  { broadcastDayStart, gridOffsetMinutes: offsetText, gridSizeMinutes }: FieldOptions,
  current: Pick<Channel, 'gridMinutes' | 'dayStart'>,
): Partial<Pick<ChannelFields, 'dayStart'>> {
  if (offsetText === undefined) {
    return broadcastDayStart === undefined ? {} : { dayStart: broadcastDayStart };
  }
  const gridMinutes =
    gridSizeMinutes === undefined
      ? current.gridMinutes
      : memberOf('grid-size-minutes', GRID_MINUTES, gridSizeMinutes);
  const offset = integerOf('grid-offset-minutes', offsetText);
  if (offset < 0 || offset >= gridMinutes) {
    throw invalidInput(
      'grid-offset-minutes',
      `--grid-offset-minutes: ${offsetText} is not within a grid slot.`,
      `Choose 0 to ${String(gridMinutes - 1)}.`,
    );
  }
  const start = broadcastDayStart ?? current.dayStart;
  const actual = gridOffsetMinutes({ dayStart: start, gridMinutes });
  if (broadcastDayStart !== undefined && actual !== offset) {
    throw invalidInput(
      'grid-offset-minutes',
      `A day that starts at ${start} has programmes ${String(actual)} minutes past the grid line, not ${offsetText} (CHN-006).`,
      'Leave one of the two out, or make them agree.',
    );
  }
  const minutes = Number(start.slice(3, 5)) - actual + offset;
  return { dayStart: `${start.slice(0, 3)}${twoDigits(minutes)}` };
}

function memberOf<Value extends number>(
  option: string,
  values: readonly Value[],
  text: string,
): Value {
  const number = integerOf(option, text);
  const value = values.find((candidate) => candidate === number);
  if (value === undefined) {
    throw invalidInput(option, `--${option}: not ${text}.`, `Choose ${values.join(', ')}.`);
  }
  return value;
}

async function defaultProgrammingOf(
  text: string,
  { defaultPolicy }: FieldOptions,
): Promise<DefaultProgramming> {
  if (text.startsWith('rule:')) {
    const rule = await jsonOf('default-programming', text.slice('rule:'.length), ContentRule);
    const policy = oneOf('default-policy', EPISODE_POLICIES, defaultPolicy ?? 'syndication');
    return { kind: 'rule', rule, episodePolicy: policy };
  }
  const [kind, id] = text.split(':', 2);
  const parsed = DefaultProgramming.safeParse({ kind, seriesId: id, assetId: id });
  if (parsed.success) return parsed.data;
  throw invalidInput(
    'default-programming',
    `--default-programming: "${text}" is not one of the choices.`,
    'Choose library, slate, series:<id>, asset:<id> or rule:<json>.',
  );
}
