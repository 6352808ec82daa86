import { el, setText } from './dom.ts';

export type Message = {
  readonly title: string;
  readonly advice?: string;
  /** A link, or a button that calls. */
  readonly act?:
    | { readonly name: string; readonly href: string }
    | { readonly name: string; readonly call: () => void };
};

/** What the pane says when it has no image to show. */
export class MessagePane {
  readonly element = el('div', { class: 'v-message', role: 'status', hidden: '' });
  #shown: Message | null = null;

  show(message: Message): void {
    if (this.#shown?.title === message.title && this.#shown.advice === message.advice) return;
    this.#shown = message;
    const title = el('p', { class: 'v-message-title' });
    setText(title, message.title);
    this.element.replaceChildren(title);
    if (message.advice !== undefined) this.element.append(el('p', {}, message.advice));
    if (message.act !== undefined) this.element.append(actElement(message.act));
    this.element.hidden = false;
  }

  hide(): void {
    this.#shown = null;
    this.element.hidden = true;
  }
}

function actElement(act: NonNullable<Message['act']>): HTMLElement {
  if ('href' in act) return el('a', { class: 'v-act', href: act.href }, act.name);
  const button = el('button', { type: 'button', class: 'v-act' }, act.name);
  button.addEventListener('click', act.call);
  return button;
}
