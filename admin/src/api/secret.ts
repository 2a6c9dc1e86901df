/** A pasted header or line of a log holds the secret somewhere (S2). */
export const secretIn = (text: string): string => /sg_(?:api|acc)_\w+/.exec(text)?.[0] ?? text.trim();

/** Access tokens only log in; their prefix tells them (S2). */
export const isAccessToken = (secret: string): boolean => secretIn(secret).startsWith('sg_acc_');

/** API tokens are for calls. */
export const isApiToken = (secret: string): boolean => secretIn(secret).startsWith('sg_api_');
