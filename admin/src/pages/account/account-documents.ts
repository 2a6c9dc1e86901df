import { graphql, type ResultOf } from '../../api/graphql';

export const ACCOUNT = graphql(`
  query Account($countTokens: Boolean!) {
    account {
      id
      name
      slug
      maxTokenLifetime
      defaultTokenLifetime
      unlimitedTokensAllowed
      maxTokensPerUser
      maxOverlap
      passwordConfirmation
      passwordConfirmationWindow
      expiryNoticeDays
      webhookUrl
      auditRetentionDays
    }
    apiTokens(first: 1, filter: { againstPolicy: true }) @include(if: $countTokens) {
      totalCount
      totalCountIsExact
    }
  }
`);

export type AccountAnswer = ResultOf<typeof ACCOUNT>;
export type Account = AccountAnswer['account'];

export const UPDATE_ACCOUNT = graphql(`
  mutation UpdateAccount($input: UpdateAccountInput!) {
    updateAccount(input: $input) {
      account {
        id
        name
        maxTokenLifetime
        defaultTokenLifetime
        unlimitedTokensAllowed
        maxTokensPerUser
        maxOverlap
        passwordConfirmation
        passwordConfirmationWindow
        expiryNoticeDays
        webhookUrl
        auditRetentionDays
      }
    }
  }
`);

export const ROTATE_WEBHOOK_SECRET = graphql(`
  mutation RotateWebhookSecret {
    rotateWebhookSecret {
      secret
    }
  }
`);
