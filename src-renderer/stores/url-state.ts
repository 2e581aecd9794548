import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { z } from 'zod';

/** What the address holds besides the view. A reload, back and forward restore it. */
export const UrlState = z.object({
  /** A channel's slug. */
  channel: z.string().optional().catch(undefined),
  /** A broadcast day. */
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()
    .catch(undefined),
  plan: z.string().optional().catch(undefined),
  asset: z.string().optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  state: z.string().optional().catch(undefined),
  attention: z.enum(['fault', 'unapproved']).optional().catch(undefined),
  sort: z.enum(['title', 'kind', 'duration', 'discovered']).optional().catch(undefined),
  tab: z.string().optional().catch(undefined),
});
export type UrlState = z.infer<typeof UrlState>;

/** The state in the address, and a function that changes parts of it. */
export function useUrlState(): [UrlState, (changes: Partial<UrlState>) => void] {
  const state: UrlState = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Partial<UrlState>) => {
      void navigate({
        to: '.',
        search: (previous: UrlState) => ({ ...previous, ...changes }),
        replace: true,
      });
    },
    [navigate],
  );
  return [state, change];
}

/** Goes to another view, keeping the channel and the date. */
export function useGoTo(): (view: string, changes?: Partial<UrlState>) => void {
  const navigate = useNavigate();
  return useCallback(
    (view, changes = {}) => {
      void navigate({
        to: `/${view}`,
        search: ({ channel, date }: UrlState) => ({ channel, date, ...changes }),
      });
    },
    [navigate],
  );
}
