import { PIECE } from '../../shared/jsonParts.ts';
import type { TextPart } from '../../shared/model/shown.ts';

/** Gives long texts piece by piece: the last one is kept, so that the next piece of it costs nothing. */
export class LastText {
  #key = '';
  #text = '';

  /** The piece at `offset` of the text known by `key`. `make` gives the whole text; it is asked for another key only. */
  async piece(key: string, offset: number, make: () => string | Promise<string>): Promise<TextPart> {
    if (key !== this.#key) {
      const text = await make();
      this.#key = key;
      this.#text = text;
    }
    const text = this.#text.slice(offset, offset + PIECE);
    const total = this.#text.length;
    // Whoever has the last piece is not coming back.
    if (offset + PIECE >= total) this.forget();
    return { text, total };
  }

  forget(): void {
    this.#key = '';
    this.#text = '';
  }
}
