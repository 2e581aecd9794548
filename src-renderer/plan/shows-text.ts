import type { IsoDate } from '#shared/time/units.ts';

import { dateText } from '../stores/time-text.ts';

/** `shows from Fri 4 Dec on`, of the first date on which a plan is in force and shows. */
export function showsText(date: IsoDate | null): string {
  return date === null
    ? 'is in force on no day of the coming year'
    : `shows from ${dateText(date)} on`;
}
