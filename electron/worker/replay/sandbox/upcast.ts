// Upcasters are a stranger's code, so the chain runs inside the sandbox. What stands here is how versions are told
// apart, and the chain itself in the sandbox's language.

/**
 * A recorded schema version as the sandbox sees it: a number where it is decimal digits that a double holds exactly, so
 * that `event.schemaVersion === 2` works; otherwise the text as recorded (`1.2.0`, `v3`).
 */
export function sandboxVersion(recorded: string | null): number | string | null {
  if (recorded === null || !/^(0|[1-9]\d{0,14})$/.test(recorded)) return recorded;
  return Number(recorded);
}

/**
 * `upcast(steps, event)`: brings `event.data` up one version at a time, as long as there is a step from the version it
 * has, and sets `event.schemaVersion` to where it ended. An event without a recorded version counts as version 1 when
 * its type has a step from 1: stores begin to record versions with the second one. Steps from a text version lead to
 * none: only whole numbers have a next one.
 */
export const upcastSource = `
function upcast(steps, event) {
  let version = event.schemaVersion === null && hasOwn(steps, '1') ? 1 : event.schemaVersion;
  while (typeof version === 'number' && hasOwn(steps, version)) {
    const data = steps[version](event.data, event);
    if (data === undefined) {
      throw new Error('The upcaster of ' + event.type + ' from version ' + version + ' returned nothing.');
    }
    event.data = data;
    version++;
    event.schemaVersion = version;
  }
}`;
