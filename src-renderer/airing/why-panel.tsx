import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

import type { Output } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { PlanLayer } from '#shared/model/explanation.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { useServices } from '../stores/services.ts';
import { AsyncButton } from '../ui/button.tsx';
import { Chip } from '../ui/panels.tsx';

/** More than these are asked for before they are drawn. */
const FIRST_CANDIDATES = 12;

/** Why an airing is there: the chain of reasons, the plans in force, and what else could have been. */
export function WhyPanel({
  why,
  channel,
}: {
  readonly why: Output<'day.why'>;
  readonly channel: Channel;
}) {
  const { notices } = useServices();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? why.candidates : why.candidates.slice(0, FIRST_CANDIDATES);
  return (
    <div className="flex flex-col gap-4" data-testid="why">
      <section>
        <div className="flex items-center justify-between">
          <h3 className="kicker">Why it is here</h3>
          <AsyncButton
            look="quiet"
            run={() =>
              notices.attempt('Copy the reasons', () =>
                navigator.clipboard.writeText(why.sentences.join('\n')),
              )
            }
          >
            <Copy size={14} aria-hidden /> Copy
          </AsyncButton>
        </div>
        <ol className="text-13 text-ink-2">
          {why.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </section>
      {why.layers.length > 1 ? <Layers layers={why.layers} /> : null}
      {why.candidates.length > 1 ? (
        <section>
          <h3 className="kicker mb-1">What could have been here ({why.total})</h3>
          <ul className="divide-y divide-line border-y border-line" data-testid="why-candidates">
            {shown.map((one) => (
              <li key={one.assetId} className="flex items-baseline gap-3 py-1 text-13">
                <span className="w-4 shrink-0">
                  {one.isChosen ? <Check size={14} aria-label="Chosen" /> : null}
                </span>
                <span className={`w-80 shrink-0 truncate ${one.isChosen ? 'font-semibold' : ''}`}>
                  {one.episodeTitle === null ? one.title : `${one.title}: ${one.episodeTitle}`}
                </span>
                <span className="min-w-0 text-ink-2">{one.reason}</span>
              </li>
            ))}
          </ul>
          {shown.length < why.candidates.length ? (
            <button
              type="button"
              className="mt-1 h-7 rounded-plate px-1 text-13 text-accent hover:bg-hover"
              onClick={() => {
                setWhole(true);
              }}
            >
              Show {why.candidates.length - shown.length} more
            </button>
          ) : null}
        </section>
      ) : null}
      {why.overrides.length > 0 ? (
        <section>
          <h3 className="kicker mb-1">Changes by hand</h3>
          <ul className="text-13 text-ink-2">
            {why.overrides.map((record) => (
              <li key={record.id}>
                {localTimeAt(channel.timezone, record.createdAt)}:{' '}
                {record.change?.type ?? 'planned again'}, because “{record.reason}”
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Layers({ layers }: { readonly layers: readonly PlanLayer[] }) {
  return (
    <section>
      <h3 className="kicker mb-1">Plans in force on this date, the highest first</h3>
      <ul className="text-13 text-ink-2">
        {layers.map((layer) => (
          <li key={layer.planId} className="flex items-center gap-2">
            <span className={layer.isSource ? 'font-semibold text-ink' : ''}>{layer.name}</span>
            <span>priority {layer.priority}</span>
            {layer.isSource ? <Chip>it comes from here</Chip> : null}
            {layer.isCovered ? <Chip>covered</Chip> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
