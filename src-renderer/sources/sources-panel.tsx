import { FolderOpen, RefreshCw } from 'lucide-react';
import { useState } from 'react';

import type { Source } from '#shared/model/asset.ts';
import { formatInstant } from '#shared/time/zone.ts';

import { useBlockedReason, useRemote } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { agoText } from '../stores/time-text.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Switch, TextField } from '../ui/field.tsx';
import { FaultCard, LoadingCard } from '../ui/panels.tsx';

/** The folders that the library is made of: add, scan, take out. */
export function SourcesPanel() {
  const { client, notices } = useServices();
  const blockedReason = useBlockedReason();
  const sources = useRemote('source.list', {}, ['sources.changed', 'library.changed']);
  if (sources.state === 'loading') return <LoadingCard what="the folders" />;
  if (sources.state === 'failed') return <FaultCard error={sources.error} />;
  return (
    <div className="flex max-w-3xl flex-col gap-4" data-testid="sources">
      <AddFolder />
      {sources.value.length === 0 ? (
        <p className="text-13 text-ink-3">
          No folder yet. Add one above; its files stay where they are.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {sources.value.map((source) => (
            <SourceRow key={source.id} source={source} />
          ))}
        </ul>
      )}
      {sources.value.length > 1 ? (
        <AsyncButton
          blockedReason={blockedReason}
          className="self-start"
          run={() => notices.attempt('Scan every folder', () => client.call('source.scan', {}))}
        >
          Scan every folder
        </AsyncButton>
      ) : null}
    </div>
  );
}

function AddFolder() {
  const { client, notices, shell } = useServices();
  const blockedReason = useBlockedReason();
  const [path, setPath] = useState('');

  function add(folder: string): Promise<boolean> {
    return notices.attempt('Add the folder', async () => {
      const source = await client.call('source.add', { path: folder });
      notices.did(`Added ${source.name}`);
      setPath('');
      await client.call('source.scan', { id: source.id });
    });
  }

  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (blockedReason === null && path.trim() !== '') void add(path.trim());
      }}
    >
      <div className="flex-1">
        <TextField
          label="Folder on the station’s computer"
          value={path}
          onChange={setPath}
          placeholder="/media/television"
          testId="source-path"
        />
      </div>
      {shell ? (
        <Button
          blockedReason={blockedReason}
          onPress={() => {
            void shell.pickFolder().then((picked) => {
              if (picked !== null) setPath(picked);
            });
          }}
        >
          <FolderOpen size={14} aria-hidden /> Choose
        </Button>
      ) : null}
      <AsyncButton
        look="primary"
        testId="source-add"
        blockedReason={blockedReason}
        isDisabled={path.trim() === ''}
        run={() => add(path.trim())}
      >
        Add and scan
      </AsyncButton>
    </form>
  );
}

function SourceRow({ source }: { readonly source: Source }) {
  const { client, clock, notices } = useServices();
  const blockedReason = useBlockedReason();
  const [isAsking, setAsking] = useState(false);
  const [isMoving, setMoving] = useState(false);
  const scanned =
    source.lastScanAt === null
      ? 'never scanned'
      : `scanned ${agoText(clock.nowAt() - source.lastScanAt)}`;
  return (
    <li
      data-testid="source"
      data-id={source.id}
      className="flex flex-col gap-2 rounded-plate border border-line bg-panel p-3"
    >
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate text-15 font-medium">{source.name}</p>
          <p className="truncate font-mono text-12 text-ink-2" title={source.path}>
            {source.path}
          </p>
          <p
            className="text-12 text-ink-3"
            title={source.lastScanAt === null ? undefined : formatInstant(source.lastScanAt)}
          >
            {source.assetCount} {source.assetCount === 1 ? 'item' : 'items'} · {scanned}
          </p>
        </div>
        <AsyncButton
          testId="scan"
          blockedReason={blockedReason}
          run={() =>
            notices.attempt(`Scan ${source.name}`, () =>
              client.call('source.scan', { id: source.id }),
            )
          }
        >
          <RefreshCw size={14} aria-hidden /> Scan
        </AsyncButton>
        <Button testId="move-source" blockedReason={blockedReason} onPress={() => setMoving(true)}>
          Move
        </Button>
        <Button look="danger" blockedReason={blockedReason} onPress={() => setAsking(true)}>
          Take out
        </Button>
      </div>
      <Switch
        label="Approve new files on import"
        isOn={source.approveOnImport}
        isDisabled={blockedReason !== null}
        onChange={(approveOnImport) => {
          void notices.attempt(`Change ${source.name}`, () =>
            client.call('source.update', { id: source.id, changes: { approveOnImport } }),
          );
        }}
        help="Off: each new file waits for your approval before it can air."
      />
      {isMoving ? <MoveDialog source={source} onClose={() => setMoving(false)} /> : null}
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Take ${source.name} out of the library?`}
        footer={
          <>
            <Button onPress={() => setAsking(false)}>Keep it</Button>
            <Button
              look="danger"
              onPress={() => {
                setAsking(false);
                void notices.attempt(`Take out ${source.name}`, async () => {
                  await client.call('source.remove', { id: source.id });
                  notices.did(`Took ${source.name} out of the library`);
                });
              }}
            >
              Take it out
            </Button>
          </>
        }
      >
        Its {source.assetCount} items are retired and no longer planned. The files are not touched;
        adding them again, from this folder or another, brings the items back. If the folder only
        lies elsewhere now, move it instead.
      </Dialog>
    </li>
  );
}

function MoveDialog({
  source,
  onClose,
}: {
  readonly source: Source;
  readonly onClose: () => void;
}) {
  const { client, notices } = useServices();
  const [path, setPath] = useState(source.path);
  const isSame = path.trim() === '' || path.trim() === source.path;

  async function move(): Promise<boolean> {
    const isDone = await notices.attempt(`Move ${source.name}`, async () => {
      await client.call('source.move', { id: source.id, path: path.trim() });
      notices.did(`${source.name} is at ${path.trim()} now`);
      await client.call('source.scan', { id: source.id });
    });
    if (isDone) onClose();
    return isDone;
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Where does ${source.name} lie now?`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <AsyncButton look="primary" testId="move-confirm" isDisabled={isSame} run={move}>
            Move and scan
          </AsyncButton>
        </>
      }
    >
      <TextField
        label="Folder on the station’s computer"
        value={path}
        onChange={setPath}
        testId="move-path"
        help="The files themselves are not moved. Plans, history and markers stay with them."
      />
    </Dialog>
  );
}
