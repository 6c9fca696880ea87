// What the server answers to the commands of its own, and how it is asked.

import { type CancellationToken, type Uri, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Answer, Fill, Insertion, State } from '../../view/src/protocol.ts';
import { ExecuteCommandRequest, type Position, type Range, type TextEdit } from 'vscode-languageclient/node';

/** How many findings there are of each severity. */
export interface Counts {
  error: number;
  warning: number;
  info: number;
  hint: number;
}

/** One report of a document. */
export interface Report {
  /** The year of its edition. */
  edition: number;
  /** The year it is about, if it says so. */
  year: number | null;
  /** Whose report it is. */
  organ: string | null;
  /** The level of that body, by the settings or by its name. */
  body: string | null;
  /** Of how many equations how many hold. */
  equations: { held: number; of: number };
  findings: Counts;
  /** How many cells and sentences are still to be filled in. */
  unfilled?: number;
  range: Range;
}

/** Something that can be inserted. */
export interface Template {
  id: string;
  label: string;
  detail: string;
  /** Whether the report lacks it. */
  needed: boolean;
  range: Range;
  newText: string;
  /** The text with tab stops, for what has any. */
  snippet: string | null;
}

/** What is found in all drafts of all folders. */
export interface FolderFindings {
  files: number;
  reports: number;
  findings: Counts;
}

/** Changes of a draft, or why there are none; not yet made. */
export interface Changes extends Answer {
  edits: TextEdit[];
}

/** The server's commands: what they are given and what they return. */
interface Commands {
  status: [{ uri: string }, { version: number; reports: Report[] } | null];
  templates: [{ uri: string; position: Position }, Template[]];
  newReport: [
    { folder?: string; organ: string; year: number; layout?: string; languageId: string },
    { text: string; snippet: string; languageId: string; fileName: string; lastYear: string | null },
  ];
  convert: [{ uri: string }, { text: string; leftOut: string[] }];
  dueYear: [Record<string, never>, { year: number }];
  checkFolders: [Record<string, never>, FolderFindings];
  recalculate: [{ uri: string }, { edits: number; applied: boolean; changes: string[] }];
  fixAll: [{ uri: string }, { edits: number; applied: boolean; changes: string[] }];
  form: [{ uri: string }, State | null];
  fill: [{ uri: string } & Fill, Changes];
  insert: [{ uri: string } & Insertion, Changes];
  next: [{ uri: string; position: Position; what: 'value' | 'unfilled'; backward: boolean }, Range | null];
  totals: [{ uri: string; undone: boolean }, { version: number; edits: TextEdit[] } | null];
}

/** Asks the server. `token` is for what takes long: progress arrives under it. */
export function ask<Name extends keyof Commands>(
  client: LanguageClient,
  name: Name,
  argument: Commands[Name][0],
  options: { token?: string; cancellation?: CancellationToken } = {},
): Promise<Commands[Name][1]> {
  const params = {
    command: `nianbao.server.${name}`,
    arguments: [argument],
    ...(options.token === undefined ? {} : { workDoneToken: options.token }),
  };
  return client.sendRequest(ExecuteCommandRequest.type, params, options.cancellation) as Promise<Commands[Name][1]>;
}

/** The folder in which a new file for `uri` belongs: its workspace folder, or the first. */
export function folderOf(uri: Uri | undefined): Uri | undefined {
  const own = uri && workspace.getWorkspaceFolder(uri);
  return (own ?? workspace.workspaceFolders?.[0])?.uri;
}
