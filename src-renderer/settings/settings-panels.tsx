import type { StationStatus } from '#shared/contract/station.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import { civilAt, localClockAt } from '#shared/time/zone.ts';

import { bytesText, dateText } from '../stores/time-text.ts';
import { AsyncButton } from '../ui/button.tsx';
import { Select } from '../ui/choice.tsx';
import { CopyLine } from '../ui/copy-line.tsx';
import { Switch } from '../ui/field.tsx';
import { Chip, Facts, Panel } from '../ui/panels.tsx';
import { NumberSetting, TextSetting } from './setting-fields.tsx';

const GIB = 1024 ** 3;

/** Saves changed settings; answers what the station had against them, or `null`. */
export type Save = (label: string, changes: Partial<Settings>) => Promise<string | null>;

interface PanelProps {
  readonly settings: Settings;
  readonly status: StationStatus;
  readonly save: Save;
  readonly isBlocked: boolean;
}

/** Who can see the station, and where. */
export function NetworkPanel({ settings, status, save, isBlocked }: PanelProps) {
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
      <Select
        label="Web pages from elsewhere"
        testId="other-pages"
        isDisabled={isBlocked || !settings.shareOnNetwork}
        value={settings.otherPagesMay}
        onChange={(otherPagesMay) => void save('Web pages from elsewhere', { otherPagesMay })}
        options={[
          { value: 'nothing', label: 'May use nothing' },
          { value: 'play', label: 'May play the channels' },
          { value: 'play-and-read-guide', label: 'May play the channels and read the guide' },
        ]}
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

/** Which ffmpeg is used. */
export function FfmpegPanel({ settings, status, save, isBlocked }: PanelProps) {
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

/** When the station's file was copied last, and a copy on demand. */
export function BackupPanel({ status, make, isBlocked }: BackupPanelProps) {
  const { lastBackup } = status;
  return (
    <Panel title="Backup" testId="settings-backup" bodyClassName="flex flex-col gap-3 p-3">
      <p className="text-13">
        {lastBackup === null
          ? 'There is no backup yet. One is made a day.'
          : `Last backup: ${dateText(civilAt(status.timezone, lastBackup.madeAt).date)}, ${localClockAt(status.timezone, lastBackup.madeAt)}, ${bytesText(lastBackup.sizeBytes)}.`}
      </p>
      <div>
        <AsyncButton isDisabled={isBlocked} run={make} testId="backup-make">
          Back up now
        </AsyncButton>
      </div>
      <p className="text-12 text-ink-3">
        Copies lie in the folder “backups” of the data folder; the latest seven daily ones are kept.
        To go back to one, stop the station and use: retrovue backup restore
      </p>
    </Panel>
  );
}

interface BackupPanelProps {
  readonly status: StationStatus;
  readonly make: () => Promise<boolean>;
  readonly isBlocked: boolean;
}

/** How much prepared video is kept. */
export function CachePanel({ settings, status, save, isBlocked }: PanelProps) {
  const { cache } = status;
  const share = cache.budgetBytes === 0 ? 0 : Math.min(1, cache.usedBytes / cache.budgetBytes);
  return (
    <Panel title="Prepared video" testId="settings-cache" bodyClassName="flex flex-col gap-3 p-3">
      <div>
        <p className="text-13">
          {bytesText(cache.usedBytes)} of {bytesText(cache.budgetBytes)} used by{' '}
          {cache.segmentCount} media segments
        </p>
        {cache.fault === null ? null : (
          <p role="status" className="text-13 text-air">
            It takes no more; what airs next is kept in memory. {cache.fault}
          </p>
        )}
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
