// Writes the page, one file with everything in it: node build.mjs ENGINE.wasm [nianbao.html]

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { packed } from './pack.mjs';

const here = import.meta.dirname;

/** Bundles one of the page's files, for this element: its text, and which files it is made of. */
async function bundled(/** @type {string} */ file, /** @type {string} */ element) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: here, entryPoints: [file], bundle: true, minify: true, write: false, metafile: true, format: 'iife', target: 'chrome111', charset: 'utf8', logLevel: 'warning',
  });
  const text = outputFiles[0]?.text.trim() ?? '';
  if (text.toLowerCase().includes(`</${element}`)) throw new Error(`${file} would end before its end`);
  return { text, inputs: Object.keys(metafile.inputs) };
}

/** The licences of the packages that files are from, each with the names of those it is for. */
function licences(/** @type {string[]} */ inputs) {
  /** @type {Map<string, string[]>} */
  const packages = new Map();
  for (const name of new Set(inputs.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []))) {
    const licence = readFileSync(path.join(here, 'node_modules', name, 'LICENSE'), 'utf8').trim();
    packages.set(licence, [...(packages.get(licence) ?? []), name]);
  }
  return [...packages].map(([licence, names]) => `${names.join(', ')}\n\n${licence}`).join('\n\n');
}

/** A number of WebAssembly's, and where the next thing begins. */
function number(/** @type {Uint8Array} */ bytes, /** @type {number} */ at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, at };
  }
}

/** A module without names and notes for debuggers: they are most of one that was not built for release. */
function stripped(/** @type {Buffer} */ module) {
  const kept = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const size = number(module, at + 1);
    const end = size.at + size.value;
    if (module[at] !== 0) kept.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

const hash = (/** @type {string} */ text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Writes the page around an engine. */
export async function write(/** @type {string} */ engine, /** @type {string} */ output) {
  const [{ text: script, inputs }, { text: style }] = await Promise.all([bundled('src/index.ts', 'script'), bundled('page.css', 'style')]);
  const policy = [
    "default-src 'none'", `script-src ${hash(script)} 'wasm-unsafe-eval'`, `style-src ${hash(style)}`, 'img-src data:',
    "connect-src 'none'", "form-action 'none'", "base-uri 'none'",
  ].join('; ');
  /** @type {Record<string, string>} */
  const parts = { script, style, policy, licences: licences(inputs), engine: packed(gzipSync(stripped(readFileSync(engine)), { level: 9 })) };
  const page = readFileSync(path.join(here, 'index.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name] ?? '');
  writeFileSync(output, page);
  const kilobytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1000)} kB`;
  console.log(`${output}: ${kilobytes(Buffer.byteLength(page))}, of which the engine ${kilobytes(Buffer.byteLength(parts['engine'] ?? ''))}, the script ${kilobytes(script.length)}`);
}

if (process.argv[1] === import.meta.filename) {
  const [engine, output = path.join(here, 'nianbao.html')] = process.argv.slice(2);
  if (engine === undefined) {
    console.error('usage: node build.mjs ENGINE.wasm [nianbao.html]');
    process.exit(2);
  }
  await write(engine, output);
}
