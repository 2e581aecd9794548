import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import { firstIssue } from '#shared/errors/issue-text.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ChannelFields } from '#shared/model/channel.ts';
import { DaypartRule } from '#shared/model/content-rule.ts';
import { describeDaypart } from '#shared/planning/choose/describe-rule.ts';
import { jsonOf } from '../json-input.ts';

/** Options of what a channel asks for in certain hours. */
export interface DaypartOptions {
  readonly dayparts?: string;
  readonly ratingLimit?: readonly string[];
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

export function withDaypartOptions(command: Command): Command {
  return command
    .option(
      '--rating-limit <hours=rating>',
      '06:00-21:00=us-tv:TV-PG; repeatable; or none',
      collect,
    )
    .option('--dayparts <json>', 'what must hold in which hours; JSON, or @file; [] for nothing');
}

/** The field that the options change; they replace what the channel asked for before. Nothing for no option. */
export async function daypartFieldsOf({
  dayparts,
  ratingLimit,
}: DaypartOptions): Promise<Partial<Pick<ChannelFields, 'dayparts'>>> {
  if (dayparts === undefined && ratingLimit === undefined) return {};
  const limits = (ratingLimit ?? []).filter((text) => text !== 'none').map(limitOf);
  const written =
    dayparts === undefined ? [] : await jsonOf('dayparts', dayparts, ChannelFields.shape.dayparts);
  return { dayparts: [...limits, ...written] };
}

function limitOf(text: string): DaypartRule {
  const [hours, ratingAtMost] = text.split('=', 2);
  const parsed = DaypartRule.safeParse({ hours, ratingAtMost });
  if (parsed.success && parsed.data.ratingAtMost !== undefined) return parsed.data;
  const message = parsed.success ? '' : firstIssue(parsed.error).message;
  throw invalidInput(
    'rating-limit',
    `--rating-limit: "${text}" is not a limit. ${message}`.trimEnd(),
    'Write hours and rating, such as 06:00-21:00=us-tv:TV-PG.',
  );
}

/** A line for each rule; none for a channel that asks for nothing. */
export function daypartLines({ dayparts }: Channel): [string, string][] {
  return dayparts.map((part) => ['Hours', describeDaypart(part)]);
}
