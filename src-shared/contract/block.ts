import { z } from 'zod';

import { BlockId, BlockRowId, PlacedBlockId, PlanId } from '../model/ids.ts';
import { EpisodePolicy } from '../model/episode-policy.ts';
import { Finding } from '../model/finding.ts';
import { Block, BlockRow, NO_ENCORES, PlacedBlock, Plan } from '../model/plan.ts';
import { NameSchema } from '../model/scalars.ts';
import { changesTo } from './changes.ts';
import { command, query } from './define.ts';

/** A row of a block as the operator gives it; one that stands there already names its id. */
export const BlockRowInput = z
  .object({
    id: BlockRowId.optional(),
    startOffsetMinutes: BlockRow.shape.startOffsetMinutes,
    durationMinutes: BlockRow.shape.durationMinutes,
    content: BlockRow.shape.content,
    episodePolicy: EpisodePolicy.default('sequential'),
    isHardStart: BlockRow.shape.isHardStart,
    breakRules: BlockRow.shape.breakRules,
    packing: BlockRow.shape.packing,
    fill: BlockRow.shape.fill,
    operatorIntent: BlockRow.shape.operatorIntent.default(null),
  })
  .refine(({ content }) => content.type !== 'encore', NO_ENCORES);
export type BlockRowInput = z.infer<typeof BlockRowInput>;

/** How often a block stands in plans, and which. */
const BlockUse = z.object({ block: Block, planIds: z.array(PlanId) });

const BLOCK_ERRORS = ['already-exists', 'plan-overlap', 'not-eligible'] as const;

/** Rows that plans of any channel share. Frozen days never change by it. */
export const blockMethods = {
  /** By name. */
  'block.list': query(z.object({}), z.array(BlockUse)),
  'block.create': command(
    z.object({
      name: NameSchema,
      description: Block.shape.description.default(null),
      rows: z.array(BlockRowInput).default([]),
    }),
    Block,
    BLOCK_ERRORS,
  ),
  /** Rows that are given take the place of all. Every plan that has the block changes with it. */
  'block.update': command(
    z.object({
      id: BlockId,
      changes: changesTo(
        z.object({
          name: NameSchema,
          description: Block.shape.description,
          rows: z.array(BlockRowInput),
        }),
      ),
    }),
    Block,
    ['not-found', ...BLOCK_ERRORS],
  ),
  /** Refused while plans have it; the error counts them. */
  'block.delete': command(z.object({ id: BlockId }), z.object({}), ['not-found', 'has-dependents']),
  /** Puts a block into a plan at once; what covers it or what it covers is in the findings. */
  'plan.placeBlock': command(
    z.object({
      planId: PlanId,
      blockId: BlockId,
      startOffsetMinutes: PlacedBlock.shape.startOffsetMinutes,
      dayFilters: PlacedBlock.shape.dayFilters.default(null),
    }),
    z.object({ plan: Plan, placed: PlacedBlock, findings: z.array(Finding) }),
    ['not-found'],
  ),
  'plan.removeBlock': command(z.object({ id: PlacedBlockId }), Plan, ['not-found']),
  /** Rows of the plan's own in the placed block's stead. Refused for a block of certain weekdays, because rows have none. */
  'plan.dissolveBlock': command(z.object({ id: PlacedBlockId }), Plan, [
    'not-found',
    'conflict',
    'plan-overlap',
  ]),
} as const;
