// The extension: one server for the window, the commands, and the status of the report in front.

import type { ExtensionContext } from 'vscode';
import { registerCommands } from './commands/index.ts';
import { showColumns } from './columns.ts';
import { Forms } from './formView/forms.ts';
import { FormView } from './formView/index.ts';
import { createLog } from './log.ts';
import { Session } from './session.ts';
import { completeSettings } from './settingsFile.ts';
import { Status } from './status.ts';
import { suggestWhileTyping } from './suggest.ts';
import { keepTotals } from './totals.ts';
import { Values } from './values.ts';

/** What other extensions can ask. */
export interface Api {
  /** How the report in the editor in front stands, as the status item says it; nothing where there is none. */
  readonly status: { text: string; detail: string } | undefined;
}

let session: Session | undefined;

/** Called by the editor when a document that may be a report is opened, or a command is used. */
export async function activate(context: ExtensionContext): Promise<Api> {
  const log = createLog();
  session = new Session(context, log);
  const status = new Status(session);
  const forms = new Forms(session);
  const formView = new FormView(context, session, forms);
  const suggestions = suggestWhileTyping(session, () => status.shown !== undefined);
  const values = new Values(session, forms);
  context.subscriptions.push(log, session, status, suggestions, values, showColumns(values));
  context.subscriptions.push(registerCommands(session, log, formView), completeSettings(context));
  context.subscriptions.push(forms, formView, keepTotals(session));
  await session.start();
  return {
    get status() {
      return status.shown;
    },
  };
}

/** Called by the editor when it closes. */
export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
