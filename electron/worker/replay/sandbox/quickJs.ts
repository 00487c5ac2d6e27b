import variant from '@jitl/quickjs-singlefile-mjs-release-sync';
import type { QuickJSSyncVariant } from 'quickjs-emscripten-core';

/**
 * QuickJS with the platform's UTF-8 encoder in place of Emscripten's loop over every unit: whole batches of events are
 * handed in as text. Text with lone surrogates, which the two write differently, still goes the old way.
 */
export const quickJs: QuickJSSyncVariant = {
  ...variant,
  async importModuleLoader() {
    const imported = await variant.importModuleLoader();
    const load =
      typeof imported === 'function'
        ? imported
        : 'default' in imported.default
          ? imported.default.default
          : imported.default;
    return async (options) => {
      const module = await load(options);
      const { lengthBytesUTF8, stringToUTF8 } = module;
      module.lengthBytesUTF8 = (text) => (text.isWellFormed() ? Buffer.byteLength(text) : lengthBytesUTF8(text));
      module.stringToUTF8 = (text, at, room = Number.POSITIVE_INFINITY) => {
        if (!text.isWellFormed()) return stringToUTF8(text, at, room);
        const end = Math.min(module.HEAPU8.length, at + room);
        const { written } = encoder.encodeInto(text, module.HEAPU8.subarray(at, end - 1));
        module.HEAPU8[at + written] = 0;
      };
      return module;
    };
  },
};

const encoder = new TextEncoder();
