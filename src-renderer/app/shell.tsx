import { Outlet } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

import { useNotices, useSettings } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { useServices } from '../stores/services.ts';
import { useGoTo } from '../stores/url-state.ts';
import { FirstRun, useIsFirstRun } from './first-run.tsx';
import { JobsTray } from './jobs-tray.tsx';
import { LinkStrip } from './link-strip.tsx';
import { NoticeStack } from './notice-stack.tsx';
import { Rail } from './rail.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StatusLine } from './status-line.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** The frame around every view. */
export function Shell() {
  const isFirstRun = useIsFirstRun();
  useGoOnAirAfter(isFirstRun);
  useTheme();
  useShortcuts();
  useMenu();
  return (
    <div className="flex h-full min-w-[1024px] flex-col" data-testid="shell">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-2"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        Skip to the view
      </a>
      <TopBar />
      <LinkStrip />
      <div className="flex min-h-0 flex-1">
        <Rail />
        <main id="main" tabIndex={-1} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
          {isFirstRun ? <FirstRun /> : <Outlet />}
          <JobsTray />
          <NoticeStack />
        </main>
      </div>
      <StatusLine />
      <ShortcutSheet />
      <LiveRegion />
    </div>
  );
}

function LiveRegion() {
  const announcement = useNotices((state) => state.announcement);
  return (
    <div aria-live="polite" className="sr-only" data-testid="live-region">
      {announcement}
    </div>
  );
}

/** When the first run is over, there is something to watch. */
function useGoOnAirAfter(isFirstRun: boolean): void {
  const goTo = useGoTo();
  const wasFirstRun = useRef(isFirstRun);
  useEffect(() => {
    if (wasFirstRun.current && !isFirstRun) goTo('on-air');
    wasFirstRun.current = isFirstRun;
  }, [goTo, isFirstRun]);
}

/** Puts the theme of the settings on the page; `system` follows the computer. */
function useTheme(): void {
  const theme = valueOf(useSettings())?.theme ?? null;
  useEffect(() => {
    if (theme === null) return undefined;
    const prefersLight = window.matchMedia('(prefers-color-scheme: light)');
    const show = (): void => {
      const isLight = theme === 'light' || (theme === 'system' && prefersLight.matches);
      document.documentElement.dataset['theme'] = isLight ? 'light' : 'dark';
    };
    show();
    prefersLight.addEventListener('change', show);
    return () => {
      prefersLight.removeEventListener('change', show);
    };
  }, [theme]);
}

/** Does what the window's menu asks for. */
function useMenu(): void {
  const { shell } = useServices();
  const goTo = useGoTo();
  useEffect(() => {
    if (!shell?.onMenu) return undefined;
    return shell.onMenu((item) => {
      if (item === 'settings') goTo('settings');
    });
  }, [shell, goTo]);
}
