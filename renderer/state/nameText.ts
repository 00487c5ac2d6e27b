/**
 * A type or stream as it is shown. A damaged row may have a name without a letter or with control characters, which
 * would be blank space: an empty one is said, the others are written as JSON writes them (`\u0000`). Pure.
 */
export const nameText = (name: string): string => {
  if (name.trim() === '') return '(empty)';
  return name.replace(/\p{Cc}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
