// Completion and hover in nianbao.toml, from its schema; what is wrong in it the server says.

import { readFileSync } from 'node:fs';
import {
  CompletionItem,
  CompletionItemKind,
  Disposable,
  type DocumentSelector,
  type ExtensionContext,
  Hover,
  MarkdownString,
  SnippetString,
  languages,
} from 'vscode';
import { type Suggestion, type Schema, hover, suggestions } from './schema.ts';

const FILES: DocumentSelector = { scheme: 'file', pattern: '**/nianbao.toml' };

/** Registers both. */
export function completeSettings(context: ExtensionContext): Disposable {
  const file = context.asAbsolutePath('dist/nianbao.schema.json');
  let read: Schema | undefined;
  const schema = () => (read ??= JSON.parse(readFileSync(file, 'utf8')) as Schema);
  return Disposable.from(
    languages.registerCompletionItemProvider(
      FILES,
      {
        provideCompletionItems: (document, position) => {
          const lines = document.getText().split(/\r?\n/).slice(0, position.line);
          const before = document.lineAt(position).text.slice(0, position.character);
          return suggestions(schema(), lines, before).map(item);
        },
      },
      '"',
      '[',
      '=',
      ' ',
    ),
    languages.registerHoverProvider(FILES, {
      provideHover: (document, position) => {
        const range = document.getWordRangeAtPosition(position, /[\w-]+/);
        const text = range && hover(schema(), document.getText(range));
        return text ? new Hover(new MarkdownString(text), range) : undefined;
      },
    }),
  );
}

function item({ label, insert, detail, kind }: Suggestion): CompletionItem {
  const kinds = { key: CompletionItemKind.Property, value: CompletionItemKind.EnumMember };
  const item = new CompletionItem(label, kinds[kind]);
  item.insertText = new SnippetString(insert);
  item.detail = detail;
  return item;
}
