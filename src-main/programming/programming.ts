import { fillDraft } from './autofill.ts';
import { createBlock, deleteBlock, updateBlock } from './blocks.ts';
import { createChannel, deleteChannel, updateChannel } from './channels.ts';
import { asEdits, type EditRoom, type Edits } from './edit.ts';
import { importPlan } from './import-plan.ts';
import { createLabel, deleteLabel, updateLabel } from './labels.ts';
import { addPackage, deletePackage, updatePackage } from './packages.ts';
import { addPin, removePin } from './pins.ts';
import { dissolvePlacedBlock, placeBlock, removePlacedBlock } from './placed-blocks.ts';
import { copyPlan } from './plan-copies.ts';
import { addRow, discardDraft, editDraft, removeRow, updateRow } from './plan-rows.ts';
import { createPlan, deletePlan, updatePlan } from './plans.ts';
import { leaveRebuildOffers, publishPlan } from './publishing.ts';
import { saveSettings } from './settings.ts';
import { savePlan } from './whole-plans.ts';
import { addZone, deleteZone, updateZone } from './zones.ts';

/** Every edit that an operator can make. A new one is a function and a name here. */
const EDITS = {
  createChannel,
  updateChannel,
  deleteChannel,
  createPlan,
  updatePlan,
  deletePlan,
  savePlan,
  copyPlan,
  importPlan,
  publishPlan,
  addRow,
  updateRow,
  removeRow,
  editDraft,
  discardDraft,
  fillDraft,
  addZone,
  updateZone,
  deleteZone,
  createLabel,
  updateLabel,
  deleteLabel,
  createBlock,
  updateBlock,
  deleteBlock,
  placeBlock,
  removePlacedBlock,
  dissolvePlacedBlock,
  addPin,
  removePin,
  addPackage,
  updatePackage,
  deletePackage,
  leaveRebuildOffers,
  saveSettings,
};

/** The operator's edits, each all or nothing. */
export type Programming = Edits<typeof EDITS>;

export function createProgramming(room: EditRoom): Programming {
  return asEdits(room, EDITS);
}
