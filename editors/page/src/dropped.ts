// Files dropped on the page, and those in the folders among them.

/** What may hold a report, also of the kinds for which the engine says what to do; what Word leaves beside an open file does not. */
const REPORT = /^[^.~].*\.(md|markdown|txt|tsv|html?|docx|xlsx|docm?|dotx?|xlsm?|wpt|wps|et|rtf|od[ts]|ott|pdf|ofd)$/i;

/** A file or a folder, as browsers that let pages see into folders give it. */
type Handle = { kind: 'file'; name: string; getFile(): Promise<File> } | { kind: 'directory'; name: string; values(): AsyncIterable<Handle> };

type Item = DataTransferItem & { getAsFileSystemHandle?(): Promise<Handle | null> };

/**
 * The files that were dropped.
 * @throws Why a folder cannot be read, in words of our own: the browser's are English.
 */
export async function dropped({ items, files }: DataTransfer): Promise<File[]> {
  // All are asked for before anything is waited for: then they are gone.
  const given = [...files];
  const handles = await Promise.all([...items].map((item: Item) => item.getAsFileSystemHandle?.() ?? Promise.resolve(null)));
  const folders = handles.filter((handle) => handle?.kind === 'directory');
  if (folders.length === 0) return given;
  const names = new Set(folders.map(({ name }) => name));
  const within = await Promise.all(folders.map(inside)).catch((error: unknown) => {
    throw new Error('读不到拖来的文件夹：里面的文件可能刚被移走、改名，或者没有权限。请再拖一次', { cause: error });
  });
  return [...given.filter(({ name }) => !names.has(name)), ...within.flat()];
}

/** The files in a folder and those below it, by name. */
async function inside(folder: Handle): Promise<File[]> {
  if (folder.kind === 'file') return REPORT.test(folder.name) ? [await folder.getFile()] : [];
  const files: File[] = [];
  for await (const handle of folder.values()) files.push(...(await inside(handle)));
  return files.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }));
}
