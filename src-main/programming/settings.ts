import type { Settings } from '#shared/model/settings.ts';
import type { Edit } from './edit.ts';

/** Stores settings that have taken effect. */
export async function saveSettings({ store, announce }: Edit, settings: Settings): Promise<void> {
  await store.settings.set(settings);
  announce('settings.changed', {});
}
