import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../../../../editors/vscode');
const read = (name: string) => JSON.parse(fs.readFileSync(path.join(root, name), 'utf8')) as unknown;

interface Manifest {
  version: string;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  capabilities: {
    virtualWorkspaces: { supported: boolean };
    untrustedWorkspaces: { supported: boolean | string; restrictedConfigurations: string[] };
  };
  contributes: {
    commands: { command: string; title: { value: string; original: string } }[];
    keybindings: { command: string; key: string; when: string }[];
    menus: Record<string, { command?: string; submenu?: string; when?: string }[]>;
    configuration: { properties: Record<string, { scope: string }> };
    walkthroughs: { steps: { media: { image: string } }[] }[];
  };
}

const manifest = read('package.json') as Manifest;
const english = read('package.nls.json') as Record<string, string>;
const chinese = read('package.nls.zh-cn.json') as Record<string, string>;

test('every text has both languages, and none is left over', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
});

test('commands are titled in Chinese and found in English', () => {
  for (const { command, title } of manifest.contributes.commands) {
    const key = `command.${command.replace('nianbao.', '')}`;
    assert.equal(title.original, `%${key}%`);
    assert.equal(title.value, chinese[key]);
    assert.match(title.value, /\p{Script=Han}/u);
    assert.match(english[key] ?? '', /^[A-Z][\w/ -]+…?$/);
  }
});

test('menus name commands that there are, and show only where a report is open', () => {
  const commands = manifest.contributes.commands.map(({ command }) => command);
  // In the editor with the text, in front of the form view, or in both.
  const [text, form] = ['nianbao.reportOpen', "activeCustomEditorId == 'nianbao.form'"];
  const places = [text, `${text} || ${form}`, `${text} && ${form.replace('==', '!=')}`];
  for (const [menu, items] of Object.entries(manifest.contributes.menus)) {
    for (const { command, when } of items) {
      if (command !== undefined) assert.ok(commands.includes(command), command);
      if (menu.startsWith('editor/')) assert.ok(places.includes(when ?? ''), when);
    }
  }
});

test('Tab is taken in tables only, and left to suggestions, snippets and whoever wants it', () => {
  const keys = manifest.contributes.keybindings.filter(({ command }) => command.endsWith('Value'));
  assert.deepEqual(keys.map(({ key }) => key), ['tab', 'shift+tab']);
  for (const { when } of keys) {
    const conditions = when.split(' && ');
    for (const wanted of ['editorTextFocus', 'nianbao.inTable', 'config.nianbao.tab-in-tables', '!suggestWidgetVisible', '!inSnippetMode', '!editorTabMovesFocus']) {
      assert.ok(conditions.includes(wanted), wanted);
    }
  }
});

test('the key for the next unfilled place is taken in reports only, in the text and in the form view', () => {
  const { key, when } = manifest.contributes.keybindings.find(({ command }) => command === 'nianbao.nextUnfilled') ?? {};
  assert.equal(key, 'alt+]');
  const [text, form] = when?.split(' || ') ?? [];
  assert.deepEqual(text?.split(' && ').slice(0, 2), ['editorTextFocus', 'nianbao.reportOpen']);
  assert.equal(form, "activeCustomEditorId == 'nianbao.form'");
});

test('a workspace that is not trusted does not say what is run', () => {
  const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ['nianbao.server.path']);
  assert.equal(manifest.contributes.configuration.properties['nianbao.server.path']?.scope, 'machine-overridable');
  assert.equal(virtualWorkspaces.supported, false);
});

test('the pictures are there and small', () => {
  const steps = manifest.contributes.walkthroughs.flatMap((it) => it.steps.map(({ media }) => media.image));
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, image]) => image ?? '');
  assert.ok(shown.length >= 3);
  for (const image of new Set([...steps, ...shown])) {
    const { size } = fs.statSync(path.join(root, image));
    assert.ok(size < 200_000, `${image} has ${size} bytes`);
  }
});

test('the types are those of the oldest editor that is supported, the version that of the program', () => {
  assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  const cargo = fs.readFileSync(path.join(root, '../../Cargo.toml'), 'utf8');
  assert.equal(manifest.version, /^version = "(.*)"$/m.exec(cargo)?.[1]);
  // What is not released yet is named by the version that it will be.
  assert.match(fs.readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), new RegExp(`^## ${manifest.version}( |$)|（${manifest.version}）`, 'm'));
});
