// The engine in WebAssembly: bytes in, bytes out. Knows nothing of what they mean.

interface Exports {
  memory: WebAssembly.Memory;
  start(): void;
  fault(): number;
  room(length: number): number;
  answer(message: number, length: number): number;
  read(name: number, nameLength: number, bytes: number, length: number): number;
  docx(): number;
}

/** The engine broke down in a call; the message says why, in its own words. */
export class Breakdown extends Error {}

/** One instance of the engine at a time; after a breakdown another one of the same module. */
export class Engine {
  readonly #module: WebAssembly.Module;
  #exports: Exports;

  private constructor(module: WebAssembly.Module, exports: Exports) {
    this.#module = module;
    this.#exports = exports;
  }

  /** The engine from the bytes of its module, compressed and packed as `pack.mjs` does it. */
  static async load(packed: string): Promise<Engine> {
    const module = await WebAssembly.compile(await inflated(unpacked(packed)));
    return new Engine(module, await begun(module));
  }

  /** Starts afresh, with nothing known and nothing open. */
  async restart(): Promise<void> {
    this.#exports = await begun(this.#module);
  }

  /** Answers a message in JSON. */
  answer(message: string): string {
    return this.#text((exports) => exports.answer(...put(exports, encoded(message))));
  }

  /** Reads a file; the answer is JSON. */
  read(name: string, bytes: Uint8Array): string {
    return this.#text((exports) => exports.read(...put(exports, encoded(name)), ...put(exports, bytes)));
  }

  /** What is open as a document of Word. */
  docx(): Uint8Array<ArrayBuffer> {
    return this.#call((exports) => exports.docx());
  }

  #text(call: (exports: Exports) => number): string {
    return new TextDecoder().decode(this.#call(call));
  }

  #call(call: (exports: Exports) => number): Uint8Array<ArrayBuffer> {
    const exports = this.#exports;
    try {
      return taken(exports, call(exports));
    } catch (error) {
      throw new Breakdown(said(exports) || String(error), { cause: error });
    }
  }
}

async function begun(module: WebAssembly.Module): Promise<Exports> {
  const { exports } = await WebAssembly.instantiate(module, {});
  const begun = exports as unknown as Exports;
  begun.start();
  return begun;
}

/** The bytes in a text that has seven bits of them in each character; what is left over belongs to none. */
function unpacked(packed: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((packed.length * 7) / 8));
  let [kept, bits, to] = [0, 0, 0];
  for (let at = 0; at < packed.length; at++) {
    kept = ((kept << 7) | (packed.charCodeAt(at) & 127)) & 0x3fff;
    bits += 7;
    if (bits < 8) continue;
    bits -= 8;
    bytes[to++] = kept >> bits;
  }
  return bytes;
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

const encoded = (text: string) => new TextEncoder().encode(text);

/** Puts bytes into the engine's memory: where they stand, and how many they are. */
function put(exports: Exports, bytes: Uint8Array): [number, number] {
  const place = exports.room(bytes.length);
  new Uint8Array(exports.memory.buffer, place, bytes.length).set(bytes);
  return [place, bytes.length];
}

/** Copies an answer out of the engine's memory. */
function taken(exports: Exports, place: number): Uint8Array<ArrayBuffer> {
  const length = new DataView(exports.memory.buffer).getUint32(place, true);
  return new Uint8Array(new Uint8Array(exports.memory.buffer, place + 4, length));
}

/** Why an instance broke down, in its words; nothing if it could not say. */
function said(exports: Exports): string {
  try {
    const last = new TextDecoder().decode(taken(exports, exports.fault()));
    // Otherwise it is the answer before.
    return last.startsWith('panicked') ? last : '';
  } catch {
    return '';
  }
}
