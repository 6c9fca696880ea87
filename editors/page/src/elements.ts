// The elements of index.html, by their names.

/** The element of this name. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no ${id}`);
  return found;
}

export const input = (id: string): HTMLInputElement => element(id) as HTMLInputElement;
export const dialog = (id: string): HTMLDialogElement => element(id) as HTMLDialogElement;
