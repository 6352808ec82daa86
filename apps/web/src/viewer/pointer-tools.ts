import type { PointerKind, Tool } from './gestures.ts';

/** What a drag does: fingers and mouse each keep the tool that was chosen with them. */
export class PointerTools {
  readonly #tools: Record<PointerKind, Tool> = { mouse: 'window', touch: 'scroll' };
  #kind: PointerKind;

  constructor(kind: PointerKind) {
    this.#kind = kind;
  }

  /** That of the pointer in use. */
  get current(): Tool {
    return this.#tools[this.#kind];
  }

  of(kind: PointerKind): Tool {
    return this.#tools[kind];
  }

  choose(tool: Tool): void {
    this.#tools[this.#kind] = tool;
  }

  /** Notes the pointer in use; true where it is another one. */
  note(kind: PointerKind): boolean {
    const isOther = kind !== this.#kind;
    this.#kind = kind;
    return isOther;
  }
}
