import type { Client } from '#shared/contract/client.ts';
import type { PlanManuscript } from '#shared/contract/plan-writing.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';

/** A plan while it is written in a session; nothing of it is stored before it is saved. */
export interface PlanDesk {
  readonly client: Client;
  readonly channel: Channel;
  manuscript: PlanManuscript;
  hasUnsaved: boolean;
  outcome: PlanOutcome | null;
  /** Prints a result. */
  say(text: string): void;
}

/** How a session ended. */
export type PlanOutcome =
  | { readonly type: 'saved'; readonly plan: Plan }
  | { readonly type: 'discarded' }
  | { readonly type: 'aborted' };

/** Changes the plan on the desk. */
export function change(desk: PlanDesk, parts: Partial<PlanDesk['manuscript']>): void {
  desk.manuscript = { ...desk.manuscript, ...parts };
  desk.hasUnsaved = true;
}
