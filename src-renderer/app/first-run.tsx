import { FolderPlus, TvMinimalPlay } from 'lucide-react';
import { useState } from 'react';

import {
  useBlockedReason,
  useChannels,
  useRemote,
  useStation,
  useStatus,
} from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { useServices } from '../stores/services.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { JobRow } from './jobs-tray.tsx';

/** Whether the station is as it came: no folder, no channel. A demo on its way still counts. */
export function useIsFirstRun(): boolean {
  const channels = valueOf(useChannels());
  const sources = valueOf(useRemote('source.list', {}, ['sources.changed', 'library.changed']));
  const isDemoRunning = useStation(({ jobs }) =>
    jobs.some((job) => job.kind === 'demo' && job.state === 'running'),
  );
  if (isDemoRunning) return true;
  return channels?.length === 0 && sources?.length === 0;
}

/** Two ways to begin. */
export function FirstRun() {
  const { client, notices, shell } = useServices();
  const blockedReason = useBlockedReason();
  const ffmpeg = valueOf(useStatus())?.ffmpeg;
  const demo = useStation(({ jobs }) => jobs.find((job) => job.kind === 'demo'));
  const [path, setPath] = useState('');
  const isRunning = demo?.state === 'running';

  async function addFolder(folder: string): Promise<boolean> {
    return notices.attempt('Add the folder', async () => {
      const source = await client.call('source.add', { path: folder });
      await client.call('source.scan', { id: source.id });
    });
  }

  return (
    <div
      className="flex min-h-0 flex-1 flex-col items-center justify-center gap-8 overflow-auto p-6"
      data-testid="first-run"
    >
      <div className="text-center">
        <p className="kicker">Sign-on</p>
        <h1 className="mt-1 text-24 font-semibold">Your station is ready to go on the air</h1>
        <p className="mt-2 text-15 text-ink-2">
          Give it something to show. Files stay where they are and are never changed.
        </p>
      </div>
      <div className="grid w-full max-w-4xl grid-cols-2 gap-4">
        <Card
          icon={<FolderPlus size={28} aria-hidden />}
          title="Add a folder"
          text="Point at a folder of films, series and commercials. The station finds out what they are from their names."
        >
          {shell ? (
            <AsyncButton
              blockedReason={blockedReason}
              testId="pick-folder"
              className="h-9 px-4"
              run={async () => {
                const picked = await shell.pickFolder();
                return picked === null || addFolder(picked);
              }}
            >
              Choose a folder
            </AsyncButton>
          ) : (
            <form
              className="flex items-end gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                if (blockedReason === null && path.trim() !== '') void addFolder(path.trim());
              }}
            >
              <div className="flex-1">
                <TextField
                  label="Path of the folder on the station’s computer"
                  value={path}
                  onChange={setPath}
                  placeholder="/media/television"
                  testId="folder-path"
                />
              </div>
              <AsyncButton
                blockedReason={blockedReason}
                isDisabled={path.trim() === ''}
                testId="add-folder"
                run={() => addFolder(path.trim())}
              >
                Add
              </AsyncButton>
            </form>
          )}
        </Card>
        <Card
          icon={<TvMinimalPlay size={28} aria-hidden />}
          title="Try the demo station"
          text="Clips made on the spot, three channels with breaks and idents, on the air in about a minute. Nothing is downloaded."
        >
          {isRunning ? (
            <ul className="-m-3">
              <JobRow job={demo} />
            </ul>
          ) : (
            <Button
              look="primary"
              testId="try-demo"
              className="h-9 px-4"
              blockedReason={
                blockedReason ??
                (ffmpeg?.isAvailable === false ? (ffmpeg.remedy ?? 'ffmpeg was not found.') : null)
              }
              onPress={() => {
                void notices.attempt('Make the demo station', () => client.call('demo.create', {}));
              }}
            >
              Make the demo station
            </Button>
          )}
          {demo?.state === 'failed' ? (
            <p role="alert" className="mt-2 text-13 text-conflict">
              It failed: {demo.error}
            </p>
          ) : null}
        </Card>
      </div>
      {ffmpeg?.isAvailable === false ? (
        <p role="alert" className="max-w-2xl border-l-2 border-conflict pl-3 text-13 text-conflict">
          ffmpeg was not found, and without it no picture can be made. {ffmpeg.remedy}
        </p>
      ) : null}
    </div>
  );
}

function Card({
  icon,
  title,
  text,
  children,
}: {
  readonly icon: React.ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children: React.ReactNode;
}) {
  return (
    <section className="overflow-hidden rounded-plate border border-line bg-panel">
      <div className="bars" aria-hidden />
      <div className="flex flex-col gap-3 p-6">
        <span className="text-accent">{icon}</span>
        <h2 className="text-18 font-semibold">{title}</h2>
        <p className="min-h-10 text-13 text-ink-2">{text}</p>
        <div>{children}</div>
      </div>
    </section>
  );
}
