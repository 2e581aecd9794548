import type { ContentCriteria, ContentRule, DaypartRule } from '../../model/content-rule.ts';
import { clockSpanOf } from '../../model/daypart.ts';

/** A rule in a few words, such as `movies · family · up to 120 min`; `everything` for one that asks nothing. */
export function describeRule(rule: ContentRule): string {
  const parts = criteriaIn(rule);
  const excluded = rule.exclude ? criteriaIn(rule.exclude) : [];
  if (excluded.length > 0) parts.push(`not ${excluded.join(', ')}`);
  for (const part of rule.dayparts ?? []) parts.push(describeDaypart(part));
  if (rule.notAiredWithinHours !== undefined) {
    parts.push(`not aired for ${String(rule.notAiredWithinHours)} h`);
  }
  return parts.length === 0 ? 'everything' : parts.join(' · ');
}

/** Such as `06:00-21:00 at most us-tv:TV-PG`; named hours are told with their times. */
export function describeDaypart({ hours, exclude, ...criteria }: DaypartRule): string {
  const span = clockSpanOf(hours);
  const asked = criteriaIn(criteria);
  const excluded = exclude ? criteriaIn(exclude) : [];
  if (excluded.length > 0) asked.push(`not ${excluded.join(', ')}`);
  return `${span === hours ? span : `${hours} (${span})`} ${asked.join(' · ')}`;
}

function criteriaIn(criteria: ContentCriteria): string[] {
  const { kind, year, decade, durationMinutes, title } = criteria;
  const words = (list: readonly string[] | undefined, joint: string): string[] =>
    list === undefined ? [] : [list.join(joint)];
  return [
    ...words(
      kind?.map((each) => `${each}s`),
      ' or ',
    ),
    ...words(criteria.series, ' or '),
    ...(criteria.season === undefined ? [] : [seasonsIn(criteria.season)]),
    ...words(criteria.genre, ' or '),
    ...words(criteria.tags, ' and '),
    ...words(criteria.anyTag, ' or '),
    ...words(criteria.rating, ' or '),
    ...(year === undefined ? [] : [`${String(year.from ?? '')}–${String(year.to ?? '')}`]),
    ...words(
      decade?.map((first) => `${String(first)}s`),
      ' or ',
    ),
    ...(durationMinutes === undefined ? [] : [lengthIn(durationMinutes)]),
    ...(title === undefined ? [] : [`“${title}”`]),
    ...words(criteria.source, ' or '),
    ...words(criteria.people, ' or '),
    ...(criteria.ratingAtMost === undefined ? [] : [`at most ${criteria.ratingAtMost}`]),
    ...(criteria.addedWithinDays === undefined ? [] : [addedIn(criteria.addedWithinDays)]),
  ];
}

function seasonsIn({ from, to }: NonNullable<ContentCriteria['season']>): string {
  if (to === 0) return 'specials';
  if (from === to) return `season ${String(from)}`;
  if (to === undefined) return from === 1 ? 'no specials' : `from season ${String(from)}`;
  return from === undefined
    ? `up to season ${String(to)}`
    : `seasons ${String(from)}–${String(to)}`;
}

function addedIn(days: number): string {
  return days === 1 ? 'added within a day' : `added within ${String(days)} days`;
}

function lengthIn({ min, max }: NonNullable<ContentCriteria['durationMinutes']>): string {
  if (max === undefined) return `${String(min)} min or more`;
  return min === undefined ? `up to ${String(max)} min` : `${String(min)}–${String(max)} min`;
}
