import type { ReactNode } from 'react';

import type { StationStatus } from '#shared/contract/station.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';

import { asAppError } from '../stores/as-app-error.ts';
import { settingsChange } from '../stores/commands.ts';
import { useBlockedReason, useSettings, useStatus } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { Select } from '../ui/choice.tsx';
import { FaultCard, LoadingCard, Panel } from '../ui/panels.tsx';
import { AccessPanel } from './access-panel.tsx';
import { NumberSetting, TextSetting } from './setting-fields.tsx';
import {
  BackupPanel,
  CachePanel,
  FfmpegPanel,
  NetworkPanel,
  type Save,
} from './settings-panels.tsx';

/** What the operator may set for the whole station. */
export function SettingsView({ sources }: { readonly sources: ReactNode }) {
  const settings = useSettings();
  const status = useStatus();
  if (settings.state === 'loading' || status.state === 'loading') {
    return <LoadingCard what="the settings" />;
  }
  if (settings.state === 'failed') return <FaultCard error={settings.error} />;
  if (status.state === 'failed') return <FaultCard error={status.error} />;
  return <SettingsForm settings={settings.value} status={status.value} sources={sources} />;
}

function SettingsForm({
  settings,
  status,
  sources,
}: {
  readonly settings: Settings;
  readonly status: StationStatus;
  readonly sources: ReactNode;
}) {
  const { client, notices, queries, undo } = useServices();
  const isBlocked = useBlockedReason() !== null;

  /** Saves, and answers what the station had against it, if anything. */
  const save: Save = async (label, changes) => {
    try {
      await undo.perform(
        settingsChange(client, settings, changes, label, (saved) => {
          queries.put('settings.get', {}, saved);
        }),
      );
      return null;
    } catch (error) {
      const refusal = asAppError(error);
      return [refusal.message, refusal.details.remedy].filter(Boolean).join(' ');
    }
  };

  const backUp = (): Promise<boolean> =>
    notices.attempt('Make a backup', () => client.call('backup.make', {}));

  return (
    <div
      className="min-h-0 flex-1 overflow-auto p-4"
      data-testid="settings-view"
      tabIndex={0}
      role="group"
      aria-label="Settings"
    >
      <h1 className="mb-3 text-18 font-semibold">Settings</h1>
      <div className="max-w-6xl columns-[400px] gap-3 *:mb-3 *:break-inside-avoid">
        <Panel
          title="Appearance"
          testId="settings-appearance"
          bodyClassName="flex flex-col gap-4 p-3"
        >
          <Select
            label="Theme"
            testId="theme"
            isDisabled={isBlocked}
            value={settings.theme}
            onChange={(theme) => void save(`Theme: ${theme}`, { theme })}
            options={[
              { value: 'dark', label: 'Dark, after midnight' },
              { value: 'light', label: 'Light, day shift' },
              { value: 'system', label: 'As the computer' },
            ]}
          />
          <TextSetting
            label="Station name"
            value={settings.stationName}
            onSave={(stationName) => save(`Station name: ${stationName}`, { stationName })}
            isDisabled={isBlocked}
          />
        </Panel>
        <NetworkPanel settings={settings} status={status} save={save} isBlocked={isBlocked} />
        <FfmpegPanel settings={settings} status={status} save={save} isBlocked={isBlocked} />
        <AccessPanel isBlocked={isBlocked} />
        <BackupPanel status={status} make={backUp} isBlocked={isBlocked} />
        <CachePanel settings={settings} status={status} save={save} isBlocked={isBlocked} />
        <Panel
          title="Planning ahead"
          testId="settings-horizon"
          bodyClassName="grid grid-cols-2 gap-3 p-3"
        >
          <NumberSetting
            label="Days frozen ahead"
            value={settings.scheduleHorizonDays}
            fallback={DEFAULT_SETTINGS.scheduleHorizonDays}
            minimum={2}
            maximum={30}
            isDisabled={isBlocked}
            onSave={(scheduleHorizonDays) =>
              save('Changed the days frozen ahead', { scheduleHorizonDays })
            }
          />
          <NumberSetting
            label="Hours locked ahead"
            value={settings.logHorizonHours}
            fallback={DEFAULT_SETTINGS.logHorizonHours}
            minimum={2}
            maximum={48}
            isDisabled={isBlocked}
            onSave={(logHorizonHours) =>
              save('Changed the hours locked ahead', { logHorizonHours })
            }
          />
          <p className="col-span-2 text-12 text-ink-3">
            The guide shows frozen days. A published plan takes the place of default programming at
            once; days that promise something else are offered for rebuilding.
          </p>
        </Panel>
        <Panel title="Folders" testId="settings-folders">
          {sources}
        </Panel>
      </div>
    </div>
  );
}
