import type { Handlers } from '#shared/contract/index.ts';
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
export function blockHandlers({ store, programming }: Services): BlockHandlers {
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
    'block.create': (fields) => programming.createBlock(fields),
    'block.update': (change) => programming.updateBlock(change),
    'block.delete': async ({ id }) => {
      await programming.deleteBlock(id);
      return {};
    },

    'plan.placeBlock': (request) => programming.placeBlock(request),
    'plan.removeBlock': ({ id }) => programming.removePlacedBlock(id),
    'plan.dissolveBlock': ({ id }) => programming.dissolvePlacedBlock(id),
  };
}
