/** Names from a record's object inwards: `['metadata', 'correlationId']`. */
export type MemberPath = readonly string[];
