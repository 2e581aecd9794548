import { Unplug } from 'lucide-react';
import { useCallback } from 'react';

import { useStation } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { durationText } from '../stores/time-text.ts';
import { TickingText } from '../ui/ticking.tsx';

/** Says that the station cannot be reached and how old what is on the page is. */
export function LinkStrip() {
  const { clock } = useServices();
  const link = useStation((state) => state.link);
  const heardMs = link.heardMs;
  const age = useCallback(
    () => (heardMs === null ? '' : durationText(clock.monotonicMs() - heardMs)),
    [clock, heardMs],
  );
  if (link.state === 'open' || (link.state === 'connecting' && link.reason === null)) return null;
  return (
    <div
      role="alert"
      data-testid="link-strip"
      data-state={link.state}
      className="flex shrink-0 items-center gap-2 border-b border-override bg-raised px-4 py-1.5 text-13 text-override"
    >
      <Unplug size={16} aria-hidden />
      <span>{link.reason ?? 'Connecting to the station.'}</span>
      {heardMs === null ? null : (
        <span>
          What you see is <TickingText onTick={clock.onTick} format={age} /> old. Nothing can be
          changed until the connection is back; the station itself goes on.
        </span>
      )}
    </div>
  );
}
