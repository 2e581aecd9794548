import type { Settings } from '#shared/model/settings.ts';

/** Reads settings and facts. */
export interface SettingsReader {
  /** Defaults where nothing was set. */
  get(): Promise<Settings>;
  /** Small facts of the station's own, by name (last alive, demo made, …). */
  getFact(name: string): Promise<string | null>;
}

/** Changes settings and facts. */
export interface SettingsWriter {
  set(settings: Settings): Promise<void>;
  setFact(name: string, value: string): Promise<void>;
}

export interface SettingsRepository extends SettingsReader, SettingsWriter {}
