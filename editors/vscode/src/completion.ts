// How the server's completions are ranked.

import { type CompletionItem, type CompletionList, Range, type Position, type TextDocument } from 'vscode';

type Completions = CompletionItem[] | CompletionList | null | undefined;

/**
 * The editor prefers what is typed in full, so a word of the text would come before what the server offers. The server makes
 * its list anew with every character: what begins with all that is typed so far is a full match.
 */
export function matched(document: TextDocument, position: Position, found: Completions): Completions {
  for (const item of Array.isArray(found) ? found : (found?.items ?? [])) {
    const range = item.range instanceof Range ? item.range : item.range?.inserting;
    if (!range?.contains(position)) continue;
    const typed = document.getText(new Range(range.start, position)).trimStart();
    if (typed !== '' && item.filterText?.startsWith(typed)) item.filterText = typed;
  }
  return found;
}
