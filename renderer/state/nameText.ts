/**
 * A type or stream as it is shown. A damaged row may have a name without a letter or with control characters, which
 * would be blank space: an empty one is said, the others get their signs (`␀`). Pure.
 */
export const nameText = (name: string): string => {
  if (name.trim() === '') return '(empty)';
  return name.replace(/\p{Cc}/gu, (sign) => {
    const code = sign.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '␡' : '�';
  });
};

/** A field's name as words: `streamRevision` and `stream_revision` become `Stream revision`. Pure. */
export function labelText(field: string): string {
  const words = field
    .replace(/[_-]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
