import { useState, type ReactNode } from 'react';

import type { StationStatus } from '#shared/contract/station.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';

import { asAppError } from '../stores/as-app-error.ts';
import { useBlockedReason, useSettings, useStatus } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { bytesText } from '../stores/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choice.tsx';
import { CopyLine } from '../ui/copy-line.tsx';
import { NumberField, Switch, TextField } from '../ui/field.tsx';
import { Chip, Facts, FaultCard, LoadingCard, Panel } from '../ui/panels.tsx';

const GIB = 1024 ** 3;

type Save = (label: string, changes: Partial<Settings>) => Promise<string | null>;

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
  const { client, notices, queries } = useServices();
  const isBlocked = useBlockedReason() !== null;

  /** Saves, and answers what the station had against it, if anything. */
  const save: Save = async (label, changes) => {
    try {
      const saved = await client.call('settings.update', { changes });
      queries.put('settings.get', {}, saved);
      notices.did(label);
      return null;
    } catch (error) {
      const refusal = asAppError(error);
      return [refusal.message, refusal.details.remedy].filter(Boolean).join(' ');
    }
  };

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
            The guide shows frozen days. A change to a plan shows from the first day that is not
            frozen.
          </p>
        </Panel>
        <Panel title="Folders" testId="settings-folders">
          {sources}
        </Panel>
      </div>
    </div>
  );
}

interface PanelProps {
  readonly settings: Settings;
  readonly status: StationStatus;
  readonly save: Save;
  readonly isBlocked: boolean;
}

function NetworkPanel({ settings, status, save, isBlocked }: PanelProps) {
  return (
    <Panel title="Network" testId="settings-network" bodyClassName="flex flex-col gap-3 p-3">
      <Switch
        label="Share on my network"
        testId="share"
        isDisabled={isBlocked}
        isOn={settings.shareOnNetwork}
        onChange={(shareOnNetwork) =>
          void save(shareOnNetwork ? 'Shared on the network' : 'No longer shared', {
            shareOnNetwork,
          })
        }
        help="Every device on your network can then see: the channels’ pictures and sound, the channel list, the guide. Not visible: your files, folders and settings, and nothing can be changed from there."
      />
      {status.networkUrls.map((url) => (
        <CopyLine key={url} label="Address" text={url} />
      ))}
      {status.networkUrls.length === 0 ? (
        <CopyLine label="Address" text={status.broadcastUrl} />
      ) : null}
      <NumberSetting
        label="Port"
        value={settings.broadcastPort}
        fallback={DEFAULT_SETTINGS.broadcastPort}
        minimum={0}
        maximum={65_535}
        isDisabled={isBlocked}
        help="0 takes any free port. Applies when the station starts again."
        onSave={(broadcastPort) => save(`Port: ${String(broadcastPort)}`, { broadcastPort })}
      />
    </Panel>
  );
}

function FfmpegPanel({ settings, status, save, isBlocked }: PanelProps) {
  const { ffmpeg } = status;
  return (
    <Panel
      title="ffmpeg"
      testId="settings-ffmpeg"
      bodyClassName="flex flex-col gap-3 p-3"
      aside={
        <Chip tone={ffmpeg.isAvailable ? 'next' : 'conflict'}>
          {ffmpeg.isAvailable ? 'Found' : 'Not found'}
        </Chip>
      }
    >
      <Facts
        rows={[
          ['Path', ffmpeg.path ?? '–'],
          ['Version', ffmpeg.version ?? '–'],
        ]}
      />
      {ffmpeg.isAvailable || ffmpeg.remedy === null ? null : (
        <p role="alert" className="border-l-2 border-conflict pl-2 text-13 text-conflict">
          {ffmpeg.remedy}
        </p>
      )}
      <TextSetting
        label="Use this ffmpeg (empty: find one)"
        value={settings.ffmpegPath ?? ''}
        isDisabled={isBlocked}
        onSave={(path) =>
          save('Changed the path of ffmpeg', { ffmpegPath: path === '' ? null : path })
        }
      />
      <TextSetting
        label="Use this ffprobe (empty: find one)"
        value={settings.ffprobePath ?? ''}
        isDisabled={isBlocked}
        onSave={(path) =>
          save('Changed the path of ffprobe', { ffprobePath: path === '' ? null : path })
        }
      />
    </Panel>
  );
}

function CachePanel({ settings, status, save, isBlocked }: PanelProps) {
  const { cache } = status;
  const share = cache.budgetBytes === 0 ? 0 : Math.min(1, cache.usedBytes / cache.budgetBytes);
  return (
    <Panel title="Prepared video" testId="settings-cache" bodyClassName="flex flex-col gap-3 p-3">
      <div>
        <p className="text-13">
          {bytesText(cache.usedBytes)} of {bytesText(cache.budgetBytes)} used by{' '}
          {cache.segmentCount} media segments
        </p>
        <div
          role="meter"
          aria-label="Cache used"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          className="mt-1 h-1.5 bg-hover"
        >
          <div className="h-full bg-accent" style={{ width: `${String(share * 100)}%` }} />
        </div>
      </div>
      <NumberSetting
        label="Budget in gibibytes"
        value={Math.round((settings.cacheBudgetBytes / GIB) * 100) / 100}
        fallback={DEFAULT_SETTINGS.cacheBudgetBytes / GIB}
        minimum={0.25}
        maximum={100_000}
        step={0.25}
        isDisabled={isBlocked}
        help="What has been prepared once is kept here, so that reruns cost nothing. The least needed goes first."
        onSave={(gib) =>
          save('Changed the cache budget', { cacheBudgetBytes: Math.round(gib * GIB) })
        }
      />
      <Switch
        label="Prepare upcoming hours when idle"
        isDisabled={isBlocked}
        isOn={settings.prepareWhenIdle}
        onChange={(prepareWhenIdle) => void save('Changed idle preparation', { prepareWhenIdle })}
      />
    </Panel>
  );
}

function TextSetting({
  label,
  value,
  onSave,
  isDisabled,
}: {
  readonly label: string;
  readonly value: string;
  readonly onSave: (value: string) => Promise<string | null>;
  readonly isDisabled: boolean;
}) {
  const [edited, setEdited] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const shown = edited ?? value;
  return (
    <SettingRow
      isChanged={edited !== null && edited !== value}
      isDisabled={isDisabled}
      onSave={async () => {
        const refusal = await onSave(shown.trim());
        setError(refusal);
        if (refusal === null) setEdited(null);
      }}
      onReset={() => {
        setEdited(null);
        setError(null);
      }}
    >
      <TextField
        label={label}
        value={shown}
        onChange={setEdited}
        error={error}
        isDisabled={isDisabled}
      />
    </SettingRow>
  );
}

function NumberSetting({
  label,
  value,
  fallback,
  minimum,
  maximum,
  step = 1,
  help,
  isDisabled,
  onSave,
}: {
  readonly label: string;
  readonly value: number;
  /** What it is when nobody set it. */
  readonly fallback: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step?: number;
  readonly help?: string;
  readonly isDisabled: boolean;
  readonly onSave: (value: number) => Promise<string | null>;
}) {
  const [edited, setEdited] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const shown = edited ?? value;
  const standard = `Standard: ${String(fallback)}.`;
  return (
    <SettingRow
      isChanged={edited !== null && edited !== value}
      isDisabled={isDisabled}
      onSave={async () => {
        const refusal = await onSave(shown);
        setError(refusal);
        if (refusal === null) setEdited(null);
      }}
      onReset={() => {
        setEdited(null);
        setError(null);
      }}
    >
      <NumberField
        label={label}
        value={shown}
        onChange={setEdited}
        minimum={minimum}
        maximum={maximum}
        step={step}
        error={error}
        isDisabled={isDisabled}
        help={help === undefined ? standard : `${help} ${standard}`}
      />
    </SettingRow>
  );
}

function SettingRow({
  isChanged,
  isDisabled,
  onSave,
  onReset,
  children,
}: {
  readonly isChanged: boolean;
  readonly isDisabled: boolean;
  readonly onSave: () => Promise<void>;
  readonly onReset: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div>
      {children}
      {isChanged ? (
        <div className="mt-1 flex gap-1">
          <Button look="primary" isDisabled={isDisabled} onPress={() => void onSave()}>
            Save
          </Button>
          <Button look="quiet" onPress={onReset}>
            Take back
          </Button>
        </div>
      ) : null}
    </div>
  );
}
