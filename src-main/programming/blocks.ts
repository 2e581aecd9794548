import { randomUUID } from 'node:crypto';

import type { BlockRowInput } from '#shared/contract/block.ts';
import type { ParsedInput } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { AssignmentId, BlockId, BlockRowId, PlanId } from '#shared/model/ids.ts';
import type { Block, BlockRow, Plan } from '#shared/model/plan.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import { applyPlanEdits, describeSpan } from '#shared/planning/plan/plan-edits.ts';
import { mentioned } from './changes.ts';
import type { Edit } from './edit.ts';
import { newlyIneligible } from './eligible-content.ts';
import { readCatalog } from './read-catalog.ts';

/** Makes a block. Throws `already-exists`, `not-eligible`, `plan-overlap`, `invalid-input`. */
export async function createBlock(
  edit: Edit,
  { name, description, rows }: ParsedInput<'block.create'>,
): Promise<Block> {
  const block = newBlock(edit, { name, description, rows });
  await refuseTaken(edit, block);
  await refuseIneligible(edit, block.rows, []);
  await edit.store.blocks.insert(block);
  edit.announce('blocks.changed', {});
  return block;
}

/** Changes a block and, with it, every plan that has it. Throws `not-found` and as {@link createBlock}. */
export async function updateBlock(
  edit: Edit,
  { id, changes }: ParsedInput<'block.update'>,
): Promise<Block> {
  const current = await requireBlock(edit, id);
  const { rows, ...fields } = mentioned(changes);
  const block: Block = {
    ...current,
    ...fields,
    rows: rows === undefined ? current.rows : orderedRows(rows),
    version: current.version + 1,
    updatedAt: edit.clock.nowAt(),
  };
  await refuseTaken(edit, block);
  await refuseIneligible(edit, block.rows, current.rows);
  await edit.store.blocks.update(block);
  edit.announce('blocks.changed', {});
  for (const { channelId, id: planId } of await plansWith(edit, id)) {
    edit.announce('plans.changed', { channelId, planId });
  }
  return block;
}

/** Deletes a block that stands in no plan. Throws `not-found`, `has-dependents`. */
export async function deleteBlock(edit: Edit, id: BlockId): Promise<void> {
  const block = await requireBlock(edit, id);
  const plans = await plansWith(edit, id);
  if (plans.length > 0) {
    const names = plans.map(({ name }) => `“${name}”`).join(', ');
    throw new AppError(
      'has-dependents',
      `The block “${block.name}” stands in ${String(plans.length)} plans: ${names}.`,
      { plans: plans.length, remedy: 'Take it out of them, or dissolve it there, first.' },
    );
  }
  await edit.store.blocks.delete(id);
  edit.announce('blocks.changed', {});
}

/** The block of the id. Throws `not-found`. */
export async function requireBlock({ store }: Edit, id: BlockId): Promise<Block> {
  const block = await store.blocks.get(id);
  if (!block) throw notFound('block', id);
  return block;
}

/**
 * The station's block of this name and these rows, made if it has none. Where another block has the name, the new one gets a
 * number, so that what is read from a file makes the same days.
 */
export async function findOrMakeBlock(
  edit: Edit,
  wanted: Pick<Block, 'name' | 'description'> & { readonly rows: readonly Omit<BlockRow, 'id'>[] },
): Promise<Block> {
  const known = await edit.store.blocks.list();
  const rows = canonicalJson(wanted.rows);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted.name : `${wanted.name} ${String(number)}`;
    const same = known.find((block) => block.name.toLowerCase() === name.toLowerCase());
    if (same && canonicalJson(same.rows.map(({ id: _id, ...row }) => row)) === rows) return same;
    if (same) continue;
    const block = newBlock(edit, { name, description: wanted.description, rows: wanted.rows });
    await edit.store.blocks.insert(block);
    return block;
  }
}

function newBlock(
  { clock }: Edit,
  fields: Pick<Block, 'name' | 'description'> & { readonly rows: readonly BlockRowInput[] },
): Block {
  const now = clock.nowAt();
  return {
    id: BlockId.parse(randomUUID()),
    name: fields.name,
    description: fields.description,
    rows: orderedRows(fields.rows),
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}

const NO_PLAN = PlanId.parse('a block');

/** The rows of a block by start, with ids. Throws `plan-overlap` and `invalid-input` as for a plan's. */
function orderedRows(rows: readonly BlockRowInput[]): BlockRow[] {
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

async function plansWith({ store }: Edit, id: BlockId): Promise<Plan[]> {
  const plans = await store.plans.list();
  return plans.filter(({ blocks }) => blocks?.some(({ block }) => block.id === id) === true);
}

async function refuseTaken({ store }: Edit, block: Block): Promise<void> {
  const name = block.name.toLowerCase();
  const others = (await store.blocks.list()).filter(({ id }) => id !== block.id);
  if (!others.some((other) => other.name.toLowerCase() === name)) return;
  throw new AppError('already-exists', `There is a block “${block.name}” already.`, {
    field: 'name',
    remedy: 'Choose another name.',
  });
}

async function refuseIneligible(
  edit: Edit,
  rows: readonly BlockRow[],
  before: readonly BlockRow[],
): Promise<void> {
  const [bad] = newlyIneligible(
    await readCatalog(edit.store),
    ({ content }) => ({ content, place: null }),
    rows,
    before,
  );
  if (!bad) return;
  throw new AppError(
    'not-eligible',
    `Nothing that the row ${describeSpan(bad)} plays is ready and approved.`,
    { field: 'rows', remedy: 'Approve it in the library, or choose other content.' },
  );
}
