import type { TextPart } from '../../shared/model/shown.ts';
import type { Params } from '../../shared/protocol/requests.ts';
import { askOnce } from './askOnce.ts';
import type { RequestState } from './latest.ts';
import type { RequestCache } from './requestCache.ts';
import { useRequest } from './useRequest.ts';

/** A text of any length that the worker has: of a state, or of an event. */
export type WholeText =
  | { readonly from: 'state'; readonly value: Omit<Params<'state.text'>, 'offset'> }
  | { readonly from: 'event'; readonly value: Omit<Params<'events.text'>, 'offset'> };

/** The piece of a text that begins at a character. */
export function usePiece(whole: WholeText, offset: number): RequestState<'state.text'> | RequestState<'events.text'> {
  const ofState = useRequest('state.text', whole.from === 'state' ? { ...whole.value, offset } : null);
  const ofEvent = useRequest('events.text', whole.from === 'event' ? { ...whole.value, offset } : null);
  return whole.from === 'state' ? ofState : ofEvent;
}

/** A whole text, asked for piece by piece: none of them keeps the page from drawing. */
export async function readWhole(requests: RequestCache, whole: WholeText): Promise<string> {
  const piece = (offset: number): Promise<TextPart> =>
    whole.from === 'state'
      ? askOnce(requests, 'state.text', { ...whole.value, offset }, 'copy')
      : askOnce(requests, 'events.text', { ...whole.value, offset }, 'copy');
  const pieces: string[] = [];
  for (let length = 0; ; ) {
    const { text, total } = await piece(length);
    pieces.push(text);
    length += text.length;
    if (length >= total || text === '') return pieces.join('');
  }
}
