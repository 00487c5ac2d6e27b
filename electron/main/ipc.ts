import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import {
  type DesktopCalls,
  type DesktopMessages,
  type Outcome,
  PORT_DELIVERY,
  PORT_REQUEST,
} from '../../shared/desktop.ts';
import { toWire } from '../../shared/protocol/errors.ts';
import type { WindowState } from './windows.ts';

/** A handler for each call of the page: a missing one does not compile. `state` is the window that asks. */
export type DesktopHandlers = {
  [N in keyof DesktopCalls]: (
    state: WindowState,
    ...args: DesktopCalls[N]['args']
  ) => Promise<DesktopCalls[N]['result']> | DesktopCalls[N]['result'];
};

/** Answers the page. Whoever asks from another origin, or from a frame inside the page, is refused. */
export function answerPage(
  handlers: DesktopHandlers,
  trustedOrigins: readonly string[],
  stateOf: (contents: WebContents) => WindowState | undefined,
): void {
  const trusted = (event: IpcMainEvent | IpcMainInvokeEvent): WindowState | undefined => {
    const frame = event.senderFrame;
    if (!frame || frame !== event.sender.mainFrame || !trustedOrigins.includes(frame.origin)) return undefined;
    return stateOf(event.sender);
  };

  for (const name of Object.keys(handlers) as (keyof DesktopCalls)[]) {
    ipcMain.handle(name, async (event, ...args): Promise<Outcome<unknown>> => {
      const state = trusted(event);
      if (!state) return { error: { code: 'not-allowed', message: 'This page may not ask.' } };
      try {
        return { ok: await (handlers[name] as (state: WindowState, ...args: unknown[]) => unknown)(state, ...args) };
      } catch (error) {
        return { error: toWire(error) };
      }
    });
  }

  ipcMain.on(PORT_REQUEST, (event) => {
    const state = trusted(event);
    if (state) event.senderFrame?.postMessage(PORT_DELIVERY, null, [state.worker.connect()]);
  });
}

export const tellPage = <N extends keyof DesktopMessages>(
  contents: WebContents,
  name: N,
  message: DesktopMessages[N],
): void => {
  if (!contents.isDestroyed()) contents.send(name, message);
};
