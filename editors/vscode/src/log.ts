// The log, and the trace of the messages between editor and server.

import { Disposable, EventEmitter, LogLevel, type LogOutputChannel, window, workspace } from 'vscode';
import { SECTION } from './settings.ts';

/** The key of the trace's setting. */
const TRACE = 'trace.server';

/**
 * A channel for the trace that is as talkative as the setting says: the protocol's client asks for the channel's own
 * level, which nobody would find.
 */
export function traceChannel(log: LogOutputChannel): { channel: LogOutputChannel; stop: Disposable } {
  const isOn = () => workspace.getConfiguration(SECTION).get<string>(TRACE, 'off') !== 'off';
  const changed = new EventEmitter<LogLevel>();
  const level = () => (isOn() ? LogLevel.Trace : log.logLevel);
  const watch = [
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.${TRACE}`)) changed.fire(level());
    }),
    log.onDidChangeLogLevel(() => {
      changed.fire(level());
    }),
  ];
  // The channel itself may be frozen, and then nothing could stand for its members.
  const channel = new Proxy({} as LogOutputChannel, {
    get(_, name) {
      switch (name) {
        case 'logLevel':
          return level();
        case 'onDidChangeLogLevel':
          return changed.event;
        // Below the channel's own level it would not be written.
        case 'trace':
          return log.info.bind(log);
        default: {
          const member: unknown = Reflect.get(log, name);
          return typeof member === 'function' ? (member as (...args: unknown[]) => unknown).bind(log) : member;
        }
      }
    },
  });
  return { channel, stop: Disposable.from(...watch, changed) };
}

/** The log that the user sees. */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('nianbao 年报', { log: true });
}
