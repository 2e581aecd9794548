import type { Channel } from '#shared/model/channel.ts';
import type { AiringRecord, ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { formatDuration, formatLocal } from './format-time.ts';
import { tableOr } from './table.ts';

/** A day's airings in order, in the channel's time. */
export function airingsTable(channel: Channel, day: ScheduleDayRecord): string {
  return tableOr(
    'Nothing is scheduled.',
    ['START', 'END', 'TITLE', 'EPISODE', 'CONTENT', 'RULE'],
    day.airings.flatMap((airing) => [
      [
        formatLocal(channel.timezone, airing.startAt),
        formatLocal(channel.timezone, airing.endAt),
        airing.title,
        airing.episodeTitle ?? '',
        formatDuration(airing.contentDurationMs),
        airing.lineage.rule,
      ],
      ...membersOf(airing),
    ]),
  );
}

/** A package's members, below it. */
function membersOf({ members = [] }: AiringRecord): string[][] {
  return members.map(({ title, episodeTitle, durationMs, role }) => [
    ...['', '', `  - ${title}`, episodeTitle ?? '', formatDuration(durationMs), role],
  ]);
}
