import type { StationStatus } from '#shared/contract/station.ts';
import type { Channel } from '#shared/model/channel.ts';

import { CopyLine } from '../ui/copy-line.tsx';
import { Panel } from '../ui/panels.tsx';

/** Where other players find this channel and the whole station. */
export function AddressPanel({
  channel,
  status,
}: {
  readonly channel: Channel;
  readonly status: StationStatus;
}) {
  const base = status.networkUrls[0] ?? status.broadcastUrl;
  return (
    <Panel title="Watch elsewhere" testId="addresses">
      <div className="flex flex-col gap-1">
        <CopyLine label="HLS" text={`${base}/hls/${channel.slug}/live.m3u8`} />
        <CopyLine label="MPEG-TS" text={`${base}/channel/${channel.slug}.ts`} />
        <CopyLine label="M3U" text={`${base}/iptv/channels.m3u`} />
        <CopyLine label="XMLTV" text={`${base}/iptv/guide.xml`} />
        <CopyLine label="Guide" text={`${base}/guide`} />
      </div>
      <p className="mt-2 text-12 text-ink-3">
        {status.isSharedOnNetwork
          ? 'Every device on your network can open these.'
          : 'Only this computer can open these. Settings › Network shares them with your other devices.'}
      </p>
    </Panel>
  );
}
