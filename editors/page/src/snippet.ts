// Snippets of the protocol as templates of CodeMirror. Pure.

/** A template with the same text and tab stops: `${1:0}` stays so, `$0` is `${}`. */
export function template(snippet: string): string {
  const part = /\\([$}\\])|\$\{(\d+):((?:\\[$}\\]|[^\\}])*)\}|\$(\d)|[{}]/g;
  return snippet.replace(part, (whole, escaped?: string, stop?: string, text?: string, last?: string) => {
    if (escaped !== undefined) return escaped === '}' ? '\\}' : escaped;
    // The text of a field can hold no braces.
    if (stop !== undefined) return `\${${stop}:${(text ?? '').replace(/\\([$}\\])/g, '$1').replace(/[{}]/g, '')}}`;
    if (last !== undefined) return '${}';
    return `\\${whole}`;
  });
}
