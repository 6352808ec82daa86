/**
 * The only file that reaches below the public door of libxml2-wasm, whose version is therefore pinned and whose every
 * change of version the tests of this package judge. It does so to bound what hostile files cost: the library computes
 * an XPath for each schema error and keeps them all, which takes hours and gigabytes on a file made for it.
 */
import { XmlBufferInputProvider, xmlCleanupInputProvider, xmlRegisterInputProvider } from 'libxml2-wasm';
import type { XmlDocument, XsdValidator } from 'libxml2-wasm';
import * as library from 'libxml2-wasm/lib/libxml2.mjs';

/** What libxml2 says of one error of validation. */
export type RawFinding = { readonly message: string; readonly line: number; readonly xpath: string };

type Collected = { readonly findings: RawFinding[]; readonly most: number; total: number };

let collected: Collected = { findings: [], most: 0, total: 0 };

/** What libxml2 adds to a value that it has refused already. */
const echo = 'No precomputed value available';

const collect = addFunction((_data: number, error: number) => {
  const message = library.XmlErrorStruct.message(error);
  if (message.includes(echo)) return;
  collected.total += 1;
  if (collected.findings.length >= collected.most) return;
  collected.findings.push({
    message,
    line: library.XmlErrorStruct.line(error),
    xpath: library.xmlGetNodePath(library.XmlErrorStruct.node(error)) ?? '',
  });
});

/** Validates, keeping the first `most` findings and counting the others. Null when libxml2 itself gives up. */
export function validateBounded(document: XmlDocument, schema: XsdValidator, most: number): Collected | null {
  collected = { findings: [], most, total: 0 };
  const context = library.xmlSchemaNewValidCtxt(pointerOf(schema));
  try {
    library.xmlSchemaSetValidStructuredErrors(context, collect, 0);
    const outcome = library.xmlSchemaValidateDoc(context, pointerOf(document));
    return outcome < 0 ? null : collected;
  } finally {
    library.xmlSchemaFreeValidCtxt(context);
  }
}

const served = new Map<string, Uint8Array>();
const missed = new Set<string>();

/** Serves files by name from memory, and nothing else: neither disk nor network is ever asked. */
class MemoryOnly extends XmlBufferInputProvider {
  constructor() {
    super({});
  }

  override match(): boolean {
    return true;
  }

  override open(name: string): number | undefined {
    const file = served.get(name);
    if (!file) {
      missed.add(name);
      return undefined;
    }
    this.addBuffer(name, file);
    const handle = super.open(name);
    this.removeBuffer(name);
    return handle;
  }
}

xmlCleanupInputProvider();
xmlRegisterInputProvider(new MemoryOnly());

/** Runs `work` while libxml2 may open `files`, and gives with its outcome the names that it asked for in vain. */
export function servingFiles<Outcome>(
  files: ReadonlyMap<string, Uint8Array>,
  work: () => Outcome,
): { outcome: Outcome; missing: string[] } {
  for (const [name, bytes] of files) served.set(name, bytes);
  missed.clear();
  try {
    return { outcome: work(), missing: [...missed] };
  } finally {
    served.clear();
  }
}

/** The library keeps its function table out of its types. */
function addFunction(callback: (data: number, error: number) => void): number {
  const add: unknown = Reflect.get(library, 'addFunction');
  if (typeof add !== 'function') throw new TypeError('libxml2-wasm no longer has addFunction');
  return numberFrom(Reflect.apply(add, undefined, [callback, 'vii']));
}

function pointerOf(owner: XmlDocument | XsdValidator): number {
  const pointer = numberFrom(Reflect.get(owner, '_ptr'));
  if (pointer === 0) throw new TypeError('disposed already');
  return pointer;
}

function numberFrom(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('libxml2-wasm no longer keeps pointers where it did');
  return value;
}
