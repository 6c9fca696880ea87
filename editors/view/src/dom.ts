// Elements, made and kept up to date.

type Child = Node | string | null;

/** An element with attributes and children; `null` stands for nothing. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number | null> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) set(element, key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Gives an attribute its value, or takes it away; what is so already is left alone. */
export function set(element: Element, name: string, value: string | number | boolean | null): void {
  const text = value === null || value === false ? null : value === true ? '' : String(value);
  if (element.getAttribute(name) === text) return;
  if (text === null) element.removeAttribute(name);
  else element.setAttribute(name, text);
}

/** Gives an element its text, unless it has it. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Keeps the height of an element in a property of another's style, as long as both are on the page. */
export function measure(element: Element, place: HTMLElement, property: string): void {
  const observer = new ResizeObserver(() => {
    if (element.isConnected) place.style.setProperty(property, `${element.getBoundingClientRect().height}px`);
    else observer.disconnect();
  });
  observer.observe(element);
}

/** A button that does something. */
export function button(text: string, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = make('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}
