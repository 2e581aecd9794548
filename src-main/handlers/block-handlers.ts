import { randomUUID } from 'node:crypto';

import type { Store } from '#main/store/store.ts';
import type { BlockRowInput } from '#shared/contract/block.ts';
import { newlyIneligible } from '#main/programming/newly-ineligible.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { AssignmentId, BlockRowId, BlockId, PlacedBlockId, PlanId } from '#shared/model/ids.ts';
import type { Block, BlockRow, PlacedBlock, Plan } from '#shared/model/plan.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import {
  describePlaced,
  orderPlacedBlocks,
  rowsOfPlaced,
} from '#shared/planning/plan/placed-blocks.ts';
import { applyPlanEdits, describeSpan } from '#shared/planning/plan/plan-edits.ts';
import { mentioned } from './changes.ts';
import { findInPlan } from './plan-findings.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type BlockHandlers = Pick<
  Handlers,
  | 'block.list'
  | 'block.create'
  | 'block.update'
  | 'block.delete'
  | 'plan.placeBlock'
  | 'plan.removeBlock'
  | 'plan.dissolveBlock'
>;

/** Blocks and where plans have them. Frozen days never change by it. */
export function blockHandlers({ store, clock, events }: Services): BlockHandlers {
  async function plansWith(id: BlockId): Promise<Plan[]> {
    const plans = await store.plans.list();
    return plans.filter(({ blocks }) => blocks?.some(({ block }) => block.id === id) === true);
  }

  async function tell(id: BlockId): Promise<void> {
    events.emit('blocks.changed', {});
    for (const { channelId, id: planId } of await plansWith(id)) {
      events.emit('plans.changed', { channelId, planId });
    }
  }

  async function refuseTaken(block: Block): Promise<void> {
    const name = block.name.toLowerCase();
    const others = (await store.blocks.list()).filter(({ id }) => id !== block.id);
    if (!others.some((other) => other.name.toLowerCase() === name)) return;
    throw new AppError('already-exists', `There is a block “${block.name}” already.`, {
      field: 'name',
      remedy: 'Choose another name.',
    });
  }

  /** What a block newly plays must be eligible; what it played before may stay. */
  async function refuseIneligible(
    rows: readonly BlockRow[],
    before: readonly BlockRow[],
  ): Promise<void> {
    const catalog = await readCatalog(store);
    const [bad] = newlyIneligible(catalog, ({ content }) => content, rows, before);
    if (!bad) return;
    throw new AppError(
      'not-eligible',
      `Nothing that the row ${describeSpan(bad)} plays is ready and approved.`,
      { field: 'rows', remedy: 'Approve it in the library, or choose other content.' },
    );
  }

  async function requireBlock(id: BlockId): Promise<Block> {
    const block = await store.blocks.get(id);
    if (!block) throw notFound('block', id);
    return block;
  }

  async function requirePlaced(id: PlacedBlockId): Promise<{ plan: Plan; placed: PlacedBlock }> {
    for (const plan of await store.plans.list()) {
      const placed = plan.blocks?.find((each) => each.id === id);
      if (placed) return { plan, placed };
    }
    throw notFound('placed block', id);
  }

  async function save(plan: Plan): Promise<Plan> {
    const next = { ...plan, version: plan.version + 1, updatedAt: clock.nowAt() };
    await store.plans.update(next);
    events.emit('plans.changed', { channelId: plan.channelId, planId: plan.id });
    return next;
  }

  return {
    'block.list': async () => {
      const plans = await store.plans.list();
      return (await store.blocks.list()).map((block) => ({
        block,
        planIds: plans
          .filter(({ blocks }) => blocks?.some((placed) => placed.block.id === block.id) === true)
          .map(({ id }) => id),
      }));
    },

    'block.create': async ({ name, description, rows }) => {
      const now = clock.nowAt();
      const block: Block = {
        id: BlockId.parse(randomUUID()),
        name,
        description,
        rows: orderedRows(rows),
        version: 1,
        createdAt: now,
        updatedAt: now,
      };
      await refuseTaken(block);
      await refuseIneligible(block.rows, []);
      await store.blocks.insert(block);
      events.emit('blocks.changed', {});
      return block;
    },

    'block.update': async ({ id, changes }) => {
      const current = await requireBlock(id);
      const { rows, ...fields } = mentioned(changes);
      const block: Block = {
        ...current,
        ...fields,
        rows: rows === undefined ? current.rows : orderedRows(rows),
        version: current.version + 1,
        updatedAt: clock.nowAt(),
      };
      await refuseTaken(block);
      await refuseIneligible(block.rows, current.rows);
      await store.blocks.update(block);
      await tell(id);
      return block;
    },

    'block.delete': async ({ id }) => {
      const block = await requireBlock(id);
      const plans = await plansWith(id);
      if (plans.length > 0) {
        const names = plans.map(({ name }) => `“${name}”`).join(', ');
        throw new AppError(
          'has-dependents',
          `The block “${block.name}” stands in ${String(plans.length)} plans: ${names}.`,
          { plans: plans.length, remedy: 'Take it out of them, or dissolve it there, first.' },
        );
      }
      await store.blocks.delete(id);
      events.emit('blocks.changed', {});
      return {};
    },

    'plan.placeBlock': async ({ planId, blockId, startOffsetMinutes, dayFilters }) => {
      const current = await requirePlan(store, planId);
      const block = await requireBlock(blockId);
      const id = PlacedBlockId.parse(randomUUID());
      const placed: PlacedBlock = { id, startOffsetMinutes, dayFilters, block };
      const blocks = orderPlacedBlocks([...(current.blocks ?? []), placed]);
      const plan = await save({ ...current, blocks });
      const findings = await findInPlan(store, clock, plan);
      return { plan, placed, findings: findings.filter(({ subjectId }) => subjectId === id) };
    },

    'plan.removeBlock': async ({ id }) => {
      const { plan } = await requirePlaced(id);
      return save(withoutBlock(plan, id));
    },

    'plan.dissolveBlock': async ({ id }) => {
      const { plan, placed } = await requirePlaced(id);
      if (placed.dayFilters !== null) {
        throw new AppError(
          'conflict',
          `Rows apply every day, but ${describePlaced(placed)} only on ${placed.dayFilters.join(', ')}.`,
          { field: 'id', remedy: 'Move it into a plan for these days, and dissolve it there.' },
        );
      }
      const rows = rowsOfPlaced(placed, plan.id);
      const edits = rows.map((row) => ({
        type: 'insert' as const,
        assignment: { ...row, id: AssignmentId.parse(randomUUID()) },
      }));
      const assignments = applyPlanEdits(plan.assignments, edits);
      const draft = plan.draft === null ? null : applyPlanEdits(plan.draft, edits);
      return save({ ...withoutBlock(plan, id), assignments, draft });
    },
  };
}

function withoutBlock(plan: Plan, id: PlacedBlockId): Plan {
  return { ...plan, blocks: (plan.blocks ?? []).filter((placed) => placed.id !== id) };
}

const NO_PLAN = PlanId.parse('a block');

/** The rows of a block by start, with ids. Throws `plan-overlap` and `invalid-input` as for a plan's. */
export function orderedRows(rows: readonly BlockRowInput[]): BlockRow[] {
  const assignments = applyPlanEdits(
    [],
    rows.map(({ id, ...row }) => ({
      type: 'insert',
      assignment: {
        ...row,
        // Edited as a plan's rows are.
        id: AssignmentId.parse(id ?? randomUUID()),
        planId: NO_PLAN,
        labelId: null,
      },
    })),
  );
  return assignments.map(({ id, planId: _plan, labelId: _label, ...row }) => ({
    ...row,
    id: BlockRowId.parse(id),
  }));
}

/**
 * The station's block of this name and these rows, made if it has none. Where another block has the name, the new one gets a
 * number, so that what is read from a file makes the same days.
 */
export async function findOrMakeBlock(
  store: Store,
  wanted: Pick<Block, 'name' | 'description'> & { readonly rows: readonly Omit<BlockRow, 'id'>[] },
  now: number,
): Promise<Block> {
  const known = await store.blocks.list();
  const rows = canonicalJson(wanted.rows);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted.name : `${wanted.name} ${String(number)}`;
    const same = known.find((block) => block.name.toLowerCase() === name.toLowerCase());
    if (same && canonicalJson(same.rows.map(({ id: _id, ...row }) => row)) === rows) return same;
    if (same) continue;
    const block: Block = {
      id: BlockId.parse(randomUUID()),
      name,
      description: wanted.description,
      rows: orderedRows(wanted.rows),
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await store.blocks.insert(block);
    return block;
  }
}
