import type { AssetId } from '#shared/model/ids.ts';

import { useBlockedReason } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { AsyncButton, Button } from '../ui/button.tsx';

/** What can be done to several assets at once. */
export function SelectionBar({ ids }: { readonly ids: readonly AssetId[] }) {
  const { client, notices, view } = useServices();
  const blockedReason = useBlockedReason();

  function approve(isApproved: boolean): Promise<boolean> {
    const verb = isApproved ? 'Approve' : 'Revoke';
    return notices.attempt(`${verb} ${String(ids.length)} assets`, async () => {
      const { changed } = await client.call('asset.setApproval', { ids: [...ids], isApproved });
      notices.did(
        `${isApproved ? 'Approved' : 'Revoked'} ${String(changed)} assets`,
        () => void approve(!isApproved),
      );
    });
  }

  return (
    <div
      role="toolbar"
      aria-label="Selected assets"
      data-testid="selection-bar"
      className="flex items-center gap-2 border-t border-line bg-panel px-3 py-2"
    >
      <span className="mr-2 text-13">{ids.length} selected</span>
      <AsyncButton blockedReason={blockedReason} run={() => approve(true)}>
        Approve
      </AsyncButton>
      <AsyncButton blockedReason={blockedReason} run={() => approve(false)}>
        Revoke approval
      </AsyncButton>
      <Button
        look="quiet"
        onPress={() => {
          view.select('library', []);
        }}
      >
        Clear
      </Button>
    </div>
  );
}
