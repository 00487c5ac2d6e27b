// pure. Text of a store within Markdown.

const signs = /[\\`*_{}[\]<>#|&~]/g;
/** Behind a line break: what begins a list or a heading there. */
const lineStart = /^(\s*)([-+=]|\d+(?=[.)]))/;

/** Text that stays the text of one line: no markup, no cell border, no line break, no entity. */
export const markdownText = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(signs, entity)
    .replace(lineStart, (_all, blanks: string, begin: string) => `${blanks}${entity(begin[0]!)}${begin.slice(1)}`);

const entity = (sign: string): string => `&#${sign.charCodeAt(0)};`;
