import type { AssignmentId, ChannelId, LabelId, PlanId } from '#shared/model/ids.ts';
import type { Assignment, Plan, PlanLabel } from '#shared/model/plan.ts';

/** Reads plans and labels. */
export interface PlanReader {
  /** By channel, then priority descending, then name; rows ordered by start. */
  list(channelId?: ChannelId): Promise<Plan[]>;
  get(id: PlanId): Promise<Plan | null>;
  /** Rows, zones, schedule days, guide entries (airings) and log blocks that come from the plan. */
  countDependents(
    id: PlanId,
  ): Promise<
    Record<
      'assignments' | 'zones' | 'placedBlocks' | 'scheduleDays' | 'airings' | 'logBlocks',
      number
    >
  >;
  getAssignment(id: AssignmentId): Promise<Assignment | null>;
  listLabels(): Promise<PlanLabel[]>;
}

/** Changes plans and labels. */
export interface PlanWriter {
  insert(plan: Plan): Promise<void>;
  /** Writes fields, rows and draft; replaces the one whose version is `plan.version - 1`, `stale-version` otherwise. */
  update(plan: Plan): Promise<void>;
  delete(id: PlanId): Promise<void>;
  insertLabel(label: PlanLabel): Promise<void>;
  updateLabel(label: PlanLabel): Promise<void>;
  deleteLabel(id: LabelId): Promise<void>;
}

export interface PlanRepository extends PlanReader, PlanWriter {}
