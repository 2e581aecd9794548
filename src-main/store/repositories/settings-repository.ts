import { DEFAULT_SETTINGS, Settings } from '#shared/model/settings.ts';

import { atomically, type Database } from '../database.ts';
import type { SettingsRepository } from './settings-port.ts';

/** A stored field as a value, or nothing where it is unknown or has become invalid: the default then holds. */
function readField(name: string, text: string): [string, unknown][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return Settings.partial().safeParse({ [name]: value }).success ? [[name, value]] : [];
}

export function createSettingsRepository(db: Database): SettingsRepository {
  return {
    async get() {
      const rows = await db.selectFrom('settings').selectAll().execute();
      const stored = Object.fromEntries(rows.flatMap((row) => readField(row.name, row.value)));
      return Settings.parse({ ...DEFAULT_SETTINGS, ...stored });
    },

    async set(settings) {
      const rows = Object.entries(settings).map(([name, value]) => ({
        name,
        value: JSON.stringify(value),
      }));
      await atomically(db, async (trx) => {
        await trx
          .insertInto('settings')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('name').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
          )
          .execute();
      });
    },

    async getFact(name) {
      const query = db.selectFrom('facts').select('value').where('name', '=', name);
      return (await query.executeTakeFirst())?.value ?? null;
    },

    async setFact(name, value) {
      await db
        .insertInto('facts')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
