// pure. What headers of messages are called in which envelopes travel through Kafka, NATS and the like.

/** Parts of an envelope that headers hold. */
export type HeaderRole = 'type' | 'id' | 'version' | 'correlation' | 'causation' | 'actor';

/** Header names without case and punctuation. */
const roles: Readonly<Record<string, HeaderRole>> = {
  eventtype: 'type',
  type: 'type',
  messagetype: 'type',
  cetype: 'type',
  eventid: 'id',
  messageid: 'id',
  id: 'id',
  ceid: 'id',
  natsmsgid: 'id',
  schemaversion: 'version',
  eventversion: 'version',
  dataversion: 'version',
  correlationid: 'correlation',
  causationid: 'causation',
  actor: 'actor',
  user: 'actor',
  userid: 'actor',
};

/** What a header with this name holds; `null` where that is the application's own business. */
export function headerRole(name: string): HeaderRole | null {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  return Object.hasOwn(roles, plain) ? roles[plain]! : null;
}

export type HeaderTexts = Record<HeaderRole, string>;

export const noHeaders = (): HeaderTexts => ({
  type: '',
  id: '',
  version: '',
  correlation: '',
  causation: '',
  actor: '',
});
