// HTML that text cannot break out of: every value put into a template is escaped unless it is markup itself. Pure.

/** A piece of finished HTML. Made only by `html`. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = string | number | Markup | null | readonly Part[];

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// Characters that are not seen and change what is: controls, separators of lines and paragraphs, and those that turn
// the direction of writing. They are written out, so that a name looks like what it is. The joiners of scripts and
// emoji may stay.
const unseen = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text for an element or a quoted attribute. Unpaired surrogates become U+FFFD. */
export const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[&<>"']/g, (char) => named[char]!)
    .replace(unseen, (char) => `[U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`);

function textOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escapeHtml(String(part));
}

/** Markup from a template; strings and numbers in it are escaped. Attributes must be quoted. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Markup =>
  new Markup(strings.reduce((text, string, i) => text + string + (i < parts.length ? textOf(parts[i]!) : ''), ''));

export type Cell = Part | { readonly value: Part; readonly className: string };

const cell = (tag: 'td' | 'th', content: Cell): Markup => {
  const isClassed = typeof content === 'object' && content !== null && 'className' in content;
  const [value, className] = isClassed ? [content.value, content.className] : [content, ''];
  const open = className === '' ? html`` : html` class="${className}"`;
  return tag === 'td' ? html`<td${open}>${value}</td>` : html`<th scope="col"${open}>${value}</th>`;
};

/** A table with a head row. */
export const table = (className: string, head: readonly Cell[], rows: readonly (readonly Cell[])[]): Markup =>
  html`<table class="${className}"><thead><tr>${head.map((content) => cell('th', content))}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((content) => cell('td', content))}</tr>\n`,
  )}</tbody></table>`;

export const num = (value: Part): Cell => ({ value, className: 'num' });
export const data = (value: Part): Cell => ({ value, className: 'data' });
