import type { AssetSummary } from '#shared/contract/library.ts';
import type { AssetId } from '#shared/model/ids.ts';

import { approvalChange } from '../stores/commands.ts';
import { useBlockedReason } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { AsyncButton, Button } from '../ui/button.tsx';

/** What can be done to several assets at once. */
export function SelectionBar({
  ids,
  known,
}: {
  readonly ids: readonly AssetId[];
  /** What is known of some of them: what is approved already is not approved, nor revoked by undo. */
  readonly known: readonly AssetSummary[];
}) {
  const { client, notices, undo, view } = useServices();
  const blockedReason = useBlockedReason();

  function approve(isApproved: boolean): Promise<boolean> {
    const verb = isApproved ? 'Approve' : 'Revoke';
    const asTheyAre = new Set(
      known.filter((asset) => asset.isApproved === isApproved).map(({ id }) => id),
    );
    const others = ids.filter((id) => !asTheyAre.has(id));
    if (others.length === 0) return Promise.resolve(true);
    const what = `${String(others.length)} ${others.length === 1 ? 'asset' : 'assets'}`;
    const label = `${isApproved ? 'Approved' : 'Revoked'} ${what}`;
    return notices.attempt(`${verb} ${what}`, () =>
      undo.perform(approvalChange(client, others, isApproved, label)),
    );
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
