import { OWN_TOKENS_MANAGE, TOKENS_READ } from '../../access/catalogue';

/** Who may see the catalogue and the presets: whoever fills a token's list or a role's, or looks at them. OR of ANDs. */
export const CATALOGUE_READERS: string[][] = [[OWN_TOKENS_MANAGE], [TOKENS_READ], ['roles:read'], ['apis:read']];
