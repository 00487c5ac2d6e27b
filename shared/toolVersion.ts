/** Version of this program, as in package.json (a test compares the two): reports name what made them. */
export const toolVersion = '0.1.0';
