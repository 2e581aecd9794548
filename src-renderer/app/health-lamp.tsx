import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';

import type { StationStatus } from '#shared/contract/station.ts';
import { civilAt, localClockAt } from '#shared/time/zone.ts';

import { useChannels, useRemote, useStation, useStatus } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { dateText } from '../stores/time-text.ts';
import { CopyLine } from '../ui/copy-line.tsx';

const WORDS = {
  good: 'All is well',
  attention: 'Needs attention',
  trouble: 'In trouble',
  unknown: 'Not known yet',
} as const;

/** How the station feels in one sentence; pressed, it tells the whole of it. */
export function HealthLamp() {
  const status = valueOf(useStatus());
  const link = useStation((state) => state.link);
  const isLost = link.state === 'lost' || link.state === 'refused';
  const state = isLost ? 'trouble' : (status?.health.state ?? 'unknown');
  const sentence = isLost
    ? (link.reason ?? 'The station does not answer.')
    : (status?.health.sentence ?? 'Asking the station how it is.');
  return (
    <DialogTrigger>
      <AriaButton
        data-testid="health"
        data-state={state}
        className="flex min-h-7 max-w-72 min-w-0 shrink cursor-default items-center gap-2 rounded-plate px-1.5 text-12 text-ink-2 hover:bg-hover 2xl:max-w-[34rem]"
      >
        <span className="lamp" data-state={state} aria-hidden />
        <span className="truncate">{sentence}</span>
      </AriaButton>
      <Popover
        placement="bottom end"
        className="appear max-h-[80vh] w-[420px] max-w-full overflow-auto rounded-plate border border-edge bg-raised p-4 text-ink shadow-xl"
      >
        <Dialog
          aria-label="How the station is"
          data-testid="health-details"
          className="outline-none"
        >
          <div className="flex flex-col gap-3 text-13">
            <div>
              <p className="flex items-center gap-2 font-semibold">
                <span className="lamp" data-state={state} aria-hidden /> {WORDS[state]}
              </p>
              <p className="mt-1 break-words text-ink-2">{sentence}</p>
            </div>
            {status?.lastFault ? (
              <LastFault fault={status.lastFault} timezone={status.timezone} />
            ) : null}
            <OpenIncidents timezone={status?.timezone ?? 'UTC'} />
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** How many of what lasts is shown. */
const SHOWN_INCIDENTS = 4;

/** What is wrong with planning or the air and lasts. */
function OpenIncidents({ timezone }: { readonly timezone: string }) {
  const channels = valueOf(useChannels()) ?? [];
  const answer = useRemote('station.incidents', { isOpen: true, limit: 100 }, [
    'days.changed',
    'log.changed',
    'onair.changed',
    'plans.changed',
  ]);
  if (answer.state !== 'ready' || answer.value.length === 0) return null;
  const more = answer.value.length - SHOWN_INCIDENTS;
  return (
    <section aria-label="What lasts" className="border-t border-line pt-3">
      <ul className="flex flex-col gap-2">
        {answer.value.slice(0, SHOWN_INCIDENTS).map((incident) => (
          <li key={incident.id}>
            <p>
              {channels.find(({ id }) => id === incident.channelId)?.name ?? 'A channel'}, since{' '}
              {momentText(timezone, incident.firstSeenAt)}: {incident.message}
            </p>
            <p className="text-12 text-ink-3">{incident.remedy}</p>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="mt-2 text-12 text-ink-3">And {more} more.</p> : null}
    </section>
  );
}

function LastFault({
  fault,
  timezone,
}: {
  readonly fault: NonNullable<StationStatus['lastFault']>;
  readonly timezone: string;
}) {
  return (
    <section
      aria-label="Last unexpected fault"
      data-testid="last-fault"
      className="flex flex-col gap-2 border-t border-line pt-3"
    >
      <p>
        Something failed that nobody expected, {momentText(timezone, fault.at)}; the station went
        on. What failed: {fault.what}.
      </p>
      <CopyLine label="Reference" text={fault.reference} />
      <p className="text-12 text-ink-3">
        The station’s log says more under this reference. It is told for a day.
      </p>
    </section>
  );
}

function momentText(timezone: string, at: number): string {
  return `${dateText(civilAt(timezone, at).date)}, ${localClockAt(timezone, at)}`;
}
