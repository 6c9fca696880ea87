// The settings of the extension, made from the schema of nianbao.toml.

/** @typedef {import('../src/schema.ts').Schema} Schema */
import { resolved } from '../src/schema.ts';

/** The settings that only an editor has. */
const OWN = {
  'nianbao.server.path': {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    markdownDescription: '服务程序 `nianbao` 的完整路径。不写时用扩展自带的，没有自带的用命令路径（PATH）上的。修改后自动重启服务。',
  },
  'nianbao.workspace-diagnostics': {
    type: 'boolean',
    default: false,
    scope: 'window',
    description: '“问题”面板是否一直列出文件夹中其他草稿的问题。不选时只列打开的草稿；用“检查整个文件夹”时列出全部。',
  },
  'nianbao.column-names': {
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: '光标在表格的数字上时，在行末显示这一栏的名称。',
  },
  'nianbao.trace.server': {
    type: 'string',
    enum: ['off', 'messages', 'verbose'],
    enumDescriptions: ['不记录', '记录每条消息', '记录每条消息及其内容'],
    default: 'off',
    scope: 'window',
    description: '是否把编辑器与服务之间的消息记录到日志。',
  },
  'nianbao.tab-in-tables': {
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: '光标在报告的表格里时，Tab 键是否选中下一个数，Shift+Tab 选中上一个。',
  },
  'nianbao.totals': {
    type: 'string',
    enum: ['off', 'on-type'],
    enumDescriptions: ['不改动合计', '合计随之更新；手填的合计（与各项之和不符的）不动'],
    default: 'off',
    scope: 'resource',
    description: '在草稿的表格里改动一个数时，它的合计怎样。填表视图里的合计总是自动计算。',
  },
};

/** What editors name differently: there, paths are relative to the folder that is open. */
/** @param {string} text */
const worded = (text) => text.replaceAll('相对于本文件所在的文件夹', '相对于工作区文件夹');

/**
 * The `contributes.configuration` of package.json.
 * @param {Schema} schema
 */
export function configuration(schema) {
  // Files of settings build on each other; an editor's settings are layered by the editor.
  const keys = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'extends');
  const made = keys.map(([name, key]) => [`nianbao.${name}`, { scope: 'resource', ...setting(schema, key) }]);
  return {
    title: 'nianbao 年报',
    properties: { ...OWN, ...Object.fromEntries(made) },
  };
}

/**
 * A key of nianbao.toml as a setting: without references, and with what a form can show.
 * @param {Schema} schema
 * @param {Schema} key
 * @returns {Record<string, unknown>}
 */
function setting(schema, key) {
  const { oneOf, items, properties, enum: words, description, ...rest } = resolved(schema, key);
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !['allOf', '$ref'].includes(name))),
    ...(description !== undefined && { description: worded(description) }),
    // A form writes strings, and the server takes them.
    ...(words && { type: 'string', enum: words.map(String) }),
    ...(oneOf && { type: 'string', enum: oneOf.map((it) => it.const), enumDescriptions: oneOf.map((it) => it.description) }),
    ...(items && { items: setting(schema, items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, it]) => [name, setting(schema, it)])),
    }),
  };
}
