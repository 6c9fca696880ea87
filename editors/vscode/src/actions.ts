// How the server's repairs are made.

import { CodeAction, CodeActionKind, type Command, WorkspaceEdit } from 'vscode';

/**
 * The server has every change of a figure confirmed. Whoever chooses “改为7” from the menu has seen the one figure that
 * changes and need not be asked again; what changes more than one place is still shown before it is made.
 */
export function plain<Action extends CodeAction | Command>(action: Action): Action {
  // What is only listed has no edit yet.
  if (!(action instanceof CodeAction) || !action.edit || !action.kind) return action;
  const [file, ...others] = action.edit.entries();
  const isOnePlace = file?.[1].length === 1 && others.length === 0 && action.edit.size === 1;
  if (isOnePlace && CodeActionKind.QuickFix.contains(action.kind)) {
    action.edit = new WorkspaceEdit();
    action.edit.set(...file);
  }
  return action;
}
