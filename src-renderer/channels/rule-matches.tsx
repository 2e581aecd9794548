import { useDeferredValue } from 'react';

import type { ContentRule } from '#shared/model/content-rule.ts';

import { useRemote } from '../stores/hooks.ts';

const SHOWN = 5;

/** What a rule matches in the library now, or what turns everything away. */
export function RuleMatches({ rule }: { readonly rule: ContentRule }) {
  const asked = useDeferredValue(rule);
  const answer = useRemote('rule.test', { rule: asked, limit: SHOWN }, ['library.changed']);
  if (answer.state === 'failed') {
    return (
      <p role="alert" className="col-span-2 text-13 text-conflict">
        {answer.error.message} {answer.error.details.remedy}
      </p>
    );
  }
  const found = answer.state === 'ready' ? answer.value : null;
  return (
    <div
      role="status"
      className="col-span-2 border-l-2 border-line pl-2 text-13 text-ink-2"
      data-testid="rule-matches"
      data-matching={found?.matching}
    >
      {found === null ? (
        'Counting what matches.'
      ) : found.matching > 0 ? (
        <>
          <p>
            {found.matching} of {found.eligible} programmes match: {countText(found.movies, 'film')}
            , {countText(found.episodes, 'episode')}.
          </p>
          <p className="truncate text-12 text-ink-3">
            {found.items
              .map(({ title, seriesTitle }) =>
                seriesTitle === null ? title : `${seriesTitle}: ${title}`,
              )
              .join(' · ')}
            {found.matching > found.items.length ? ' …' : ''}
          </p>
        </>
      ) : (
        <p className="text-conflict">
          Nothing matches, so the slate would air.
          {found.turnedAway.length === 0
            ? ' The library has no programme that may air.'
            : ` Turned away: ${found.turnedAway.map(({ field, count }) => `${String(count)} by ${FIELD_WORDS[field] ?? field}`).join(', ')}.`}
        </p>
      )}
    </div>
  );
}

const FIELD_WORDS: Readonly<Partial<Record<string, string>>> = {
  anyTag: 'tags, one of these',
  tags: 'tags, all of these',
  durationMinutes: 'length',
  notAiredWithinHours: 'rest',
  ratingAtMost: 'rating',
  addedWithinDays: 'days in the library',
};

function countText(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}
