// The engine in WebAssembly, given some messages: how long it takes over each key, in µs.
// node engine.mjs ENGINE MESSAGES

import fs from 'node:fs';

const [engine, messages] = process.argv.slice(2);
const { begin, keys } = JSON.parse(fs.readFileSync(messages, 'utf8'));
const { instance } = await WebAssembly.instantiate(fs.readFileSync(engine), {});
const { memory, room, answer, start } = instance.exports;
start();

// As `editors/page/src/engine.ts` does it.
const encoder = new TextEncoder();
const decoder = new TextDecoder();
function answered(message) {
  const bytes = encoder.encode(message);
  const place = room(bytes.length);
  new Uint8Array(memory.buffer, place, bytes.length).set(bytes);
  const at = answer(place, bytes.length);
  const length = new DataView(memory.buffer).getUint32(at, true);
  const said = decoder.decode(new Uint8Array(memory.buffer, at + 4, length).slice());
  if (!said.startsWith('{"result"')) throw new Error(said.slice(0, 200));
}

begin.forEach(answered);
const times = keys.map((messages) => {
  const began = performance.now();
  messages.forEach(answered);
  return (performance.now() - began) * 1000;
});
console.log(JSON.stringify(times));
