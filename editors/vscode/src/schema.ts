// What can be written in a nianbao.toml, read from its schema. Knows nothing of the editor.

/** As much of a JSON Schema as ours uses. */
export interface Schema {
  description?: string;
  type?: string;
  default?: unknown;
  enum?: (string | number)[];
  oneOf?: { const: string; description: string }[];
  allOf?: { $ref: string }[];
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  definitions?: Record<string, Schema>;
}

/** Something that can be written at a place. */
export interface Suggestion {
  label: string;
  /** A snippet. */
  insert: string;
  detail: string;
  kind: 'key' | 'value';
}

/** A schema with what it refers to in the place of the references. */
export function resolved(schema: Schema, part: Schema): Schema {
  const [name] = [part.$ref, part.allOf?.[0]?.$ref].filter((it) => it !== undefined);
  const target = name === undefined ? undefined : schema.definitions?.[name.split('/').at(-1) ?? ''];
  return target === undefined ? part : { ...target, ...part };
}

/** What fits after `before` on a line that follows `lines`. */
export function suggestions(schema: Schema, lines: string[], before: string): Suggestion[] {
  const header = lines.map((line) => /^\s*\[+\s*([\w-]+)\s*\]+/.exec(line)?.[1]).findLast((name) => name !== undefined);
  const table = resolved(schema, header === undefined ? schema : (schema.properties?.[header] ?? {}));
  const keys = resolved(schema, table.items ?? table).properties ?? {};
  const pair = /^\s*([\w-]+)\s*=\s*(.*)$/.exec(before);
  if (pair) {
    const value = resolved(schema, keys[pair[1] ?? ''] ?? {});
    return values(resolved(schema, value.items ?? value), pair[2] ?? '');
  }
  if (/^\s*\[*[\w-]*$/.test(before)) {
    const bracket = /^\s*\[/.test(before);
    const own = Object.entries(keys).filter(([, key]) => !bracket && !isTable(schema, key));
    const tables = Object.entries(schema.properties ?? {}).filter(([, key]) => isTable(schema, key));
    return [
      ...own.map(([name, key]) => keyed(name, `${name} = `, resolved(schema, key))),
      ...tables.map(([name, key]) => {
        const header = key.type === 'array' ? `[[${name}]]` : `[${name}]`;
        return { ...keyed(header, bracket ? header.replace(/^\[+|\]+$/g, '') : `${header}\n`, key) };
      }),
    ];
  }
  return [];
}

/** The description of a key or of a rule. */
export function hover(schema: Schema, word: string): string | undefined {
  const rules = schema.properties?.rules?.properties;
  const excepted = resolved(schema, schema.properties?.except?.items ?? {}).properties;
  return (schema.properties?.[word] ?? rules?.[word] ?? excepted?.[word])?.description;
}

function isTable(schema: Schema, key: Schema): boolean {
  return key.properties !== undefined || (key.items !== undefined && resolved(schema, key.items).properties !== undefined);
}

function keyed(label: string, insert: string, key: Schema): Suggestion {
  return { label, insert: insert.replace(/[$}\\]/g, '\\$&'), detail: key.description ?? '', kind: 'key' };
}

/** The values, quoted unless a quotation mark is open. */
function values(schema: Schema, written: string): Suggestion[] {
  const isOpen = (written.match(/"/g)?.length ?? 0) % 2 === 1;
  const known =
    schema.type === 'boolean'
      ? [true, false].map((value) => ({ value, detail: '' }))
      : (schema.oneOf?.map((it) => ({ value: it.const, detail: it.description })) ??
        schema.enum?.map((value) => ({ value, detail: '' })) ??
        []);
  return known
    .filter(({ value }) => !isOpen || typeof value === 'string')
    .map(({ value, detail }) => {
      const insert = typeof value === 'string' && !isOpen ? `"${value}"` : String(value);
      return { label: String(value), insert, detail, kind: 'value' };
    });
}
