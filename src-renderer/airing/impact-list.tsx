import { TriangleAlert } from 'lucide-react';

import type { Channel } from '#shared/model/channel.ts';
import type { AiringChange, OverrideImpact } from '#shared/model/override.ts';
import type { Finding } from '#shared/model/finding.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { dateText } from '../stores/time-text.ts';

const WORDS: Record<AiringChange['type'], string> = {
  added: 'comes in',
  removed: 'falls out',
  moved: 'moves',
  trimmed: 'is shortened',
  lengthened: 'gets longer',
};

/** What a change does to a day, airing by airing, and what else is to be known before it is made. */
export function ImpactList({
  impact,
  findings,
  channel,
}: {
  readonly impact: OverrideImpact;
  readonly findings: readonly Finding[];
  readonly channel: Channel;
}) {
  return (
    <div className="flex flex-col gap-2 text-13" data-testid="impact">
      <ChangeList changes={impact.changes} channel={channel} />
      {impact.laterFrozenDates.length > 0 ? (
        <p className="text-ink-2">
          Days that are frozen already stay as they are:{' '}
          {impact.laterFrozenDates.map(dateText).join(', ')}.
        </p>
      ) : impact.cursors.length > 0 ? (
        <p className="text-ink-2">
          {impact.cursors.length} series go on elsewhere from the next day on.
        </p>
      ) : null}
      {findings.map((finding) => (
        <p
          key={`${finding.rule} ${finding.message}`}
          className={`flex gap-2 ${finding.severity === 'error' ? 'text-conflict' : 'text-gap'}`}
        >
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          <span>
            {finding.message} {finding.remedy}
          </span>
        </p>
      ))}
    </div>
  );
}

/** Airings that come, go, move or get shorter, in order of time. */
export function ChangeList({
  changes,
  channel,
}: {
  readonly changes: readonly AiringChange[];
  readonly channel: Channel;
}) {
  if (changes.length === 0) return <p className="text-13 text-ink-2">Nothing changes.</p>;
  return (
    <table className="w-full text-13">
      <caption className="sr-only">What changes</caption>
      <thead>
        <tr className="text-left text-12 text-ink-3">
          <th className="font-normal">From</th>
          <th className="font-normal">To</th>
          <th className="font-normal">Programme</th>
          <th className="font-normal">What happens</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change, index) => (
          <tr key={index} data-testid="impact-change" data-type={change.type}>
            <td className="w-16 font-mono text-12">{startText(change.before, channel)}</td>
            <td className="w-16 font-mono text-12">{startText(change.after, channel)}</td>
            <td className="max-w-64 truncate">
              {change.title}
              {change.episodeTitle === null ? '' : `: ${change.episodeTitle}`}
            </td>
            <td className="text-ink-2">
              {WORDS[change.type]}
              {change.isSkipped ? ', and its series goes on without it' : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function startText(place: AiringChange['before'], { timezone }: Channel): string {
  return place === null ? '' : localTimeAt(timezone, place.startAt);
}
