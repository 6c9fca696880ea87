// 插入标准表格: what the report lacks at the cursor first, then all other tables and sections.

import {
  type QuickPickItem,
  QuickPickItemKind,
  type Selection,
  type TextEditor,
  window,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type Template, ask } from '../requests.ts';
import { putSnippet } from '../snippet.ts';

/** Offers what can be inserted and inserts what is chosen. */
export async function insertTable(client: LanguageClient, editor: TextEditor): Promise<void> {
  const { document, selection } = editor;
  const convert = client.code2ProtocolConverter;
  const position = convert.asPosition(selection.active);
  const templates = await ask(client, 'templates', { uri: convert.asUri(document.uri), position });
  if (templates.length === 0) {
    void window.showInformationMessage('nianbao：这里没有可以插入的表格。');
    return;
  }
  const chosen = await window.showQuickPick(items(templates), {
    title: '插入标准表格',
    placeHolder: '选择要插入的内容',
    matchOnDetail: true,
  });
  if (chosen?.template) await insert(client, editor, chosen.template, selection);
}

interface Item extends QuickPickItem {
  template?: Template;
}

function items(templates: Template[]): Item[] {
  const group = (label: string, needed: boolean): Item[] => {
    const own = templates.filter((template) => template.needed === needed);
    const head: Item = { label, kind: QuickPickItemKind.Separator };
    return own.length === 0 ? [] : [head, ...own.map((template) => ({ ...named(template), template }))];
  };
  return [...group('这里还缺', true), ...group('其他', false)];
}

function named({ label, detail }: Template): QuickPickItem {
  return { label, detail };
}

/** Puts a template in its place, with its tab stops if it has any. */
async function insert(client: LanguageClient, editor: TextEditor, template: Template, was: Selection): Promise<void> {
  if (!editor.selection.isEqual(was)) return;
  const range = client.protocol2CodeConverter.asRange(template.range);
  await putSnippet(editor, template.snippet ?? `${template.newText.replace(/[\\$}]/g, '\\$&')}$0`, range);
  editor.revealRange(editor.selection);
}
