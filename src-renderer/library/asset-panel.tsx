import { TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';

import type { Output } from '#shared/contract/index.ts';
import type { Asset, Marker } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';

import { kindWord, typeCodeOf } from '../stores/content-type.ts';
import { approvalChange } from '../stores/commands.ts';
import { useBlockedReason, useRemote } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { bytesText, durationText } from '../stores/time-text.ts';
import { AsyncButton, Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Facts, FaultCard, LoadingCard } from '../ui/panels.tsx';
import { AssetStateChip } from './asset-row.tsx';

/** One asset: what it is, whether it may air, where it can be cut. */
export function AssetPanel({
  id,
  onClose,
}: {
  readonly id: AssetId;
  readonly onClose: () => void;
}) {
  const shown = useRemote('asset.show', { id }, ['library.changed']);
  return (
    <aside
      aria-label="Asset"
      data-testid="asset-panel"
      className="flex w-[360px] shrink-0 flex-col border-l border-line bg-panel"
    >
      <header className="flex items-center justify-between border-b border-line py-1 pr-1 pl-3">
        <h2 className="kicker">Asset</h2>
        <IconButton label="Close the asset" icon={<X size={16} />} onPress={onClose} />
      </header>
      {shown.state === 'loading' ? (
        <LoadingCard what="the asset" />
      ) : shown.state === 'failed' ? (
        <FaultCard error={shown.error} />
      ) : (
        <AssetBody shown={shown.value} />
      )}
    </aside>
  );
}

function AssetBody({ shown }: { readonly shown: Output<'asset.show'> }) {
  const { asset, sourcePath, scheduledAirings } = shown;
  return (
    <div
      className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-3"
      tabIndex={0}
      role="group"
      aria-label={asset.title}
    >
      <div>
        <div className="flex items-start gap-2">
          <h3 className="min-w-0 flex-1 text-15 font-semibold">{asset.title}</h3>
          <AssetStateChip asset={asset} />
        </div>
        <p className="text-13 text-ink-2" data-type={typeCodeOf(asset.kind)}>
          <span className="code">{typeCodeOf(asset.kind)}</span> {kindWord(asset.kind)}
          {asset.seriesTitle === null
            ? ''
            : ` · ${asset.seriesTitle}${asset.seasonNumber === null ? '' : `, season ${String(asset.seasonNumber)}`}${asset.episodeNumber === null ? '' : `, episode ${String(asset.episodeNumber)}`}`}
        </p>
      </div>
      {asset.fault === null ? null : (
        <p
          role="alert"
          className="flex gap-2 border-l-2 border-conflict pl-2 text-13 text-conflict"
        >
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          {asset.faultDetail ?? 'Something is wrong with the file.'}
        </p>
      )}
      <AssetActions asset={asset} scheduledAirings={scheduledAirings} />
      <MarkerBar asset={asset} />
      <section>
        <h4 className="kicker mb-1">File</h4>
        <Facts rows={fileFacts(asset, sourcePath)} />
      </section>
      <section>
        <h4 className="kicker mb-1">On the air</h4>
        <Facts
          rows={[
            ['Airings ahead', String(scheduledAirings)],
            ['Tags', asset.tags.join(', ') || '–'],
          ]}
        />
      </section>
    </div>
  );
}

function AssetActions({
  asset,
  scheduledAirings,
}: {
  readonly asset: Asset;
  readonly scheduledAirings: number;
}) {
  const { client, notices, undo } = useServices();
  const blockedReason = useBlockedReason();
  const [isAsking, setAsking] = useState(false);

  function approve(isApproved: boolean): Promise<boolean> {
    const label = `${isApproved ? 'Approved' : 'Revoked'} ${asset.title}`;
    return notices.attempt(`${isApproved ? 'Approve' : 'Revoke'} ${asset.title}`, () =>
      undo.perform(approvalChange(client, [asset.id], isApproved, label)),
    );
  }

  if (asset.state === 'retired') return null;
  return (
    <div className="flex gap-2">
      {asset.isApproved ? (
        <AsyncButton blockedReason={blockedReason} run={() => approve(false)} testId="revoke">
          Revoke approval
        </AsyncButton>
      ) : (
        <AsyncButton
          look="primary"
          testId="approve"
          blockedReason={
            blockedReason ??
            (asset.state === 'ready' ? null : 'Only an asset that is ready can be approved.')
          }
          run={() => approve(true)}
        >
          Approve
        </AsyncButton>
      )}
      <Button
        look="danger"
        blockedReason={blockedReason}
        onPress={() => setAsking(true)}
        testId="retire"
      >
        Retire
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Retire ${asset.title}?`}
        footer={
          <>
            <Button onPress={() => setAsking(false)}>Keep it</Button>
            <Button
              look="danger"
              testId="retire-confirm"
              onPress={() => {
                setAsking(false);
                void notices.attempt(`Retire ${asset.title}`, async () => {
                  await client.call('asset.retire', { ids: [asset.id] });
                  notices.did(`Retired ${asset.title}`);
                });
              }}
            >
              Retire it
            </Button>
          </>
        }
      >
        It is never planned again, and this cannot be taken back. The file is not touched.
        {scheduledAirings > 0
          ? ` It stands in ${String(scheduledAirings)} planned ${scheduledAirings === 1 ? 'airing' : 'airings'}.`
          : ''}
      </Dialog>
    </div>
  );
}

function fileFacts(asset: Asset, sourcePath: string): (readonly [string, string])[] {
  const { probe, loudness } = asset;
  const rate = probe ? (probe.frameRateN / probe.frameRateD).toFixed(3).replace(/\.?0+$/, '') : '';
  return [
    ['Path', `${sourcePath}/${asset.relativePath}`],
    ['Size', bytesText(asset.sizeBytes)],
    ['Length', asset.durationMs === null ? 'not known' : durationText(asset.durationMs)],
    ...(probe
      ? ([
          [
            'Picture',
            `${String(probe.width)}×${String(probe.height)} ${probe.videoCodec}, ${rate} per second${probe.isInterlaced ? ', interlaced' : ''}`,
          ],
          [
            'Sound',
            probe.audioCodec === null
              ? 'none'
              : `${probe.audioCodec}, ${String(probe.audioChannels)} ${probe.audioChannels === 1 ? 'channel' : 'channels'}`,
          ],
          ['Container', probe.container],
        ] as const)
      : []),
    [
      'Loudness',
      loudness === null
        ? 'not measured yet'
        : loudness.integratedLufs === null
          ? 'silent'
          : `${loudness.integratedLufs.toFixed(1)} LUFS`,
    ],
  ];
}

/** The asset's length as a bar with its chapters and breaks. */
function MarkerBar({ asset }: { readonly asset: Asset }) {
  const { durationMs, markers } = asset;
  if (durationMs === null || durationMs === 0) return null;
  const place = (ms: number): string => `${String((ms / durationMs) * 100)}%`;
  return (
    <section data-testid="marker-bar">
      <h4 className="kicker mb-1">Markers</h4>
      <div
        className="relative h-8 overflow-hidden bg-desk"
        data-type={typeCodeOf(asset.kind)}
        role="img"
        aria-label={markers.length === 0 ? 'No markers' : markers.map(describeMarker).join('; ')}
      >
        <div className="cell absolute inset-y-1 inset-x-0" />
        {markers.map((marker) => (
          <div
            key={`${marker.kind} ${String(marker.startMs)}`}
            title={describeMarker(marker)}
            data-testid="marker"
            data-start={marker.startMs}
            data-state={marker.kind}
            className={`absolute inset-y-0 w-0.5 ${marker.kind === 'break' ? 'bg-override' : 'bg-accent'}`}
            style={{ left: place(marker.startMs) }}
          />
        ))}
      </div>
      <p className="mt-1 flex justify-between font-mono text-12 text-ink-3">
        <span>0:00</span>
        <span>{durationText(durationMs)}</span>
      </p>
      {markers.length === 0 ? (
        <p className="text-12 text-ink-3">
          No chapters in the file. A network channel computes break points where its rules allow.
        </p>
      ) : (
        <ol className="mt-1 grid grid-cols-[max-content_max-content_1fr] gap-x-3 text-12 text-ink-2">
          {markers.map((marker) => (
            <li key={`${marker.kind} ${String(marker.startMs)}`} className="contents">
              <span className="font-mono">{durationText(marker.startMs)}</span>
              <span>{marker.kind === 'break' ? 'Break' : 'Chapter'}</span>
              <span className="truncate">{marker.title ?? ''}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function describeMarker(marker: Marker): string {
  const word = marker.kind === 'break' ? 'Break' : 'Chapter';
  const title = marker.title === null ? '' : ` “${marker.title}”`;
  return `${word}${title} at ${durationText(marker.startMs)}, ${marker.origin === 'file' ? 'from the file' : 'set by hand'}`;
}
