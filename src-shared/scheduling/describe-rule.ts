import type { ContentCriteria, ContentRule } from '../model/content-rule.ts';

/** A rule in a few words, such as `movies · family · up to 120 min`; `everything` for one that asks nothing. */
export function describeRule(rule: ContentRule): string {
  const parts = criteriaIn(rule);
  const excluded = rule.exclude ? criteriaIn(rule.exclude) : [];
  if (excluded.length > 0) parts.push(`not ${excluded.join(', ')}`);
  if (rule.notAiredWithinHours !== undefined) {
    parts.push(`not aired for ${String(rule.notAiredWithinHours)} h`);
  }
  return parts.length === 0 ? 'everything' : parts.join(' · ');
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
  ];
}

function lengthIn({ min, max }: NonNullable<ContentCriteria['durationMinutes']>): string {
  if (max === undefined) return `${String(min)} min or more`;
  return min === undefined ? `up to ${String(max)} min` : `${String(min)}–${String(max)} min`;
}
