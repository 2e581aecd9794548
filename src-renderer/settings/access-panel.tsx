import { useState } from 'react';

import { useServices } from '../stores/services.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Panel } from '../ui/panels.tsx';

/** Who may open this interface, and how to turn all others away. */
export function AccessPanel({ isBlocked }: { readonly isBlocked: boolean }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel title="Access" testId="settings-access" bodyClassName="flex flex-col gap-3 p-3">
      <p className="text-13">
        This interface opens for whoever has been given an address of it, or can read the key in the
        data folder. A new key turns everybody else away.
      </p>
      <div>
        <Button isDisabled={isBlocked} onPress={() => setAsking(true)} testId="key-renew">
          Make a new key …
        </Button>
      </div>
      {isAsking ? <RenewDialog onClose={() => setAsking(false)} /> : null}
    </Panel>
  );
}

function RenewDialog({ onClose }: { readonly onClose: () => void }) {
  const { notices, renewKey } = useServices();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Make a new key?"
      testId="key-renew-dialog"
      footer={
        <>
          <Button onPress={onClose}>Keep the old one</Button>
          <AsyncButton
            look="danger"
            testId="key-renew-confirm"
            run={async () => {
              const isWell = await notices.attempt('Make a new key', renewKey);
              if (isWell) {
                notices.did('There is a new key; every other page was turned away');
                onClose();
              }
              return isWell;
            }}
          >
            Make a new key
          </AsyncButton>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-1 pl-5 text-13 text-ink-2">
        <li>This window stays: it comes in again by itself.</li>
        <li>
          Every other open page and every program that is connected is turned away. “retrovue open”
          gives a new address.
        </li>
        <li>Addresses that were given out and not yet opened mean nothing any more.</li>
        <li>Viewers notice nothing: what is on the air does not ask for the key.</li>
      </ul>
    </Dialog>
  );
}
