import type { Channel } from '../../model/channel.ts';
import { episodeLabel } from '../../model/episode-label.ts';
import { membersOf, type Airing, type ScheduleDay } from '../../model/schedule-day.ts';
import type { ChannelTime } from '../../time/broadcast-day.ts';
import { hoursOfMinutes, hoursOfSeconds } from '../../time/clock-text.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type DurationMs } from '../../time/units.ts';
import { localTimeAt, offsetMinutesAt } from '../../time/zone.ts';

/** What a rundown says of its channel. */
export type RundownChannel = Pick<Channel, 'number' | 'name' | 'slug'> & ChannelTime;

/**
 * A frozen day as text for people to read and to review: a head, one line per airing in air order (local start, time on the
 * grid, length of the content, what it is, why), and totals. Nothing of the run that made it: equal days, equal text. The
 * offset from UTC is shown where it changes.
 */
export function rundownText(channel: RundownChannel, day: ScheduleDay): string {
  const { timezone } = channel;
  let offset = offsetMinutesAt(timezone, day.startAt);
  const rows = day.airings.flatMap((airing) => {
    const before = offset;
    offset = offsetMinutesAt(timezone, airing.startAt);
    const change =
      offset === before ? [] : [`${' '.repeat(7)}-- clock ${signed(offset - before)} min --`];
    return [...change, rowOf(timezone, airing), ...memberRowsOf(airing)];
  });
  const contentMs = sumOf(day.airings, (airing) => airing.contentDurationMs);
  const gridMs = sumOf(day.airings, ({ startAt, endAt }) => endAt - startAt);
  return [
    `RUNDOWN ${channel.slug} (${String(channel.number)} ${channel.name})`,
    `DAY     ${day.broadcastDate}, ${localTimeAt(timezone, day.startAt)} to ${localTimeAt(timezone, day.endAt)} ${timezone}, ${hours(day.endAt - day.startAt)}`,
    `PLAN    ${day.planId ?? '-'}${day.isManualOverride ? ' (changed by hand)' : ''}`,
    '',
    'START  GRID  CONTENT  PROGRAMME',
    ...rows,
    '',
    `${String(day.airings.length)} airings, content ${clock(contentMs)}, breaks ${clock(gridMs - contentMs)}`,
    ...(day.carryOut.occupiedUntil === null
      ? []
      : [`runs on until ${localTimeAt(timezone, day.carryOut.occupiedUntil)}`]),
    '',
  ].join('\n');
}

function rowOf(timezone: string, airing: Airing): string {
  const { seasonNumber, episodeNumber, episodeTitle, year, lineage } = airing;
  const label = episodeLabel(seasonNumber ?? 1, episodeNumber);
  const number = label === null ? '' : ` ${label}`;
  const title = `${airing.title}${isMovie(airing) && year !== null ? ` (${String(year)})` : ''}`;
  const about = episodeTitle === null ? '' : ` "${episodeTitle}"`;
  const why = lineage.policy === null ? lineage.rule : `${lineage.rule} ${lineage.policy}`;
  return [
    localTimeAt(timezone, airing.startAt),
    hours(airing.endAt - airing.startAt).padStart(5),
    clock(airing.contentDurationMs).padStart(8),
    ` ${title}${number}${about}  [${why}]`,
  ].join(' ');
}

function isMovie({ content }: Airing): boolean {
  return content.kind === 'asset' && content.assetKind === 'movie';
}

/** The members of a package, with their lengths. */
function memberRowsOf(airing: Airing): string[] {
  return membersOf(airing).map(({ title, episodeTitle, durationMs, role }) => {
    const about = episodeTitle === null ? '' : ` "${episodeTitle}"`;
    return `${clock(durationMs).padStart(20)}    - ${title}${about}  [${role}]`;
  });
}

function sumOf(airings: readonly Airing[], of: (airing: Airing) => DurationMs): DurationMs {
  return airings.reduce((sum, airing) => sum + of(airing), 0);
}

/** `H:MM`; what is less than a minute is dropped. */
function hours(durationMs: DurationMs): string {
  return hoursOfMinutes(Math.floor(durationMs / MS_PER_MINUTE));
}

/** `H:MM:SS`; what is less than a second is dropped. */
function clock(durationMs: DurationMs): string {
  return hoursOfSeconds(Math.floor(durationMs / MS_PER_SECOND));
}

function signed(number: number): string {
  return number < 0 ? String(number) : `+${String(number)}`;
}
