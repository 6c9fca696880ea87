// Which settings the server is told.

import { type ConfigurationScope, workspace } from 'vscode';

/** The section of the settings. */
export const SECTION = 'nianbao';

/**
 * What the user has set for a place, and nothing else: a default that was sent would count as set.
 */
export function settingsFor(scope: ConfigurationScope | undefined, keys: readonly string[]): Record<string, unknown> {
  const configuration = workspace.getConfiguration(SECTION, scope);
  const set = keys.filter((key) => {
    const found = configuration.inspect(key);
    return (
      found?.globalValue !== undefined ||
      found?.workspaceValue !== undefined ||
      found?.workspaceFolderValue !== undefined
    );
  });
  return Object.fromEntries(set.map((key) => [key, configuration.get<unknown>(key)]));
}
