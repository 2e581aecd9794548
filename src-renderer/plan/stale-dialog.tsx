import type { PlanDocument } from '../stores/plan-draft-store.ts';
import { useServices } from '../stores/services.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Somebody else changed the plan: whose version goes on. */
export function StaleDialog({ document }: { readonly document: PlanDocument }) {
  const { drafts, notices } = useServices();
  const { plan } = document;
  const settle = (keep: 'theirs' | 'mine'): void => {
    void notices.attempt('Settle the conflict', () => drafts.settle(plan.id, keep));
  };
  return (
    <Dialog
      isOpen={document.isStale}
      title="The plan was changed elsewhere"
      testId="stale-dialog"
      onClose={() => {
        settle('theirs');
      }}
      footer={
        <>
          <Button testId="keep-theirs" onPress={() => settle('theirs')}>
            Take the other version
          </Button>
          <Button look="primary" testId="keep-mine" onPress={() => settle('mine')}>
            Put my changes on top
          </Button>
        </>
      }
    >
      <p>
        While you edited “{plan.name}”, another window or the command line changed it. Your last{' '}
        {document.pending.length === 1
          ? 'change has'
          : `${String(document.pending.length)} changes have`}{' '}
        not been saved. Nothing is lost until you choose.
      </p>
    </Dialog>
  );
}
