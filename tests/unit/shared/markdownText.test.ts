import { expect, it } from 'vitest';
import { markdownText } from '../../../shared/markdownText.ts';

it.each([
  ['<b>a</b> & b', '&#60;b&#62;a&#60;/b&#62; &#38; b'],
  ['a | b', 'a &#124; b'],
  ['[x](javascript:y)', '&#91;x&#93;(javascript:y)'],
  ['two\n# lines', 'two &#35; lines'],
  ['- no list', '&#45; no list'],
  ['1. no list', '&#49;. no list'],
  ['12) no list', '&#49;2) no list'],
  ['=== no heading', '&#61;== no heading'],
  ['account-1 at 2026-01-01', 'account-1 at 2026-01-01'],
  ['', ''],
])('Markdown shows %j as it is', (text, written) => {
  expect(markdownText(text)).toBe(written);
});
