#!/usr/bin/env bash
# Introspection, revocation and exchange with curl. Needs: SCOPEGATE (its address), CREDENTIAL (a token with api:introspect of
# an API's service account), TOKEN (a living API token that has one of that API's scopes), ACCESS (a living access token).
set -euo pipefail

# expect TEXT COMMAND…: prints the answer; ends the walk when the text isn't in it.
expect() {
  local wanted=$1 answer
  shift
  answer=$("$@")
  printf '%s\n\n' "$answer"
  grep -qF -- "$wanted" <<<"$answer" || { printf 'expected: %s\n' "$wanted" >&2; exit 1; }
}
ID=$(cut -d_ -f3 <<<"$CREDENTIAL")

echo '1. Where everything is (RFC 8414)'
expect '"introspection_endpoint"' curl -sS "$SCOPEGATE/.well-known/oauth-authorization-server"
expect '"keys"' curl -sS "$SCOPEGATE/.well-known/jwks.json"
expect 'sg_' curl -sS "$SCOPEGATE/.well-known/scopegate-token-format"

echo '2. What a token may do (RFC 7662): the credential as bearer, as Basic, or in the form'
expect '"active":true' curl -sS "$SCOPEGATE/oauth2/introspect" -H "authorization: Bearer $CREDENTIAL" -d "token=$TOKEN"
expect '"active":true' curl -sS "$SCOPEGATE/oauth2/introspect" -u "$ID:$CREDENTIAL" -d "token=$TOKEN"
expect '"active":true' curl -sS "$SCOPEGATE/oauth2/introspect" -d "client_id=$ID&client_secret=$CREDENTIAL&token=$TOKEN"

echo '3. Unknown, foreign, dead: the same answer'
expect '{"active":false}' curl -sS "$SCOPEGATE/oauth2/introspect" -u "$ID:$CREDENTIAL" -d 'token=sg_api_nonsense'
expect '{"active":false}' curl -sS "$SCOPEGATE/oauth2/introspect" -u "$ID:$CREDENTIAL" -d "token=$ACCESS"

echo '4. Who may not ask: 401 with a challenge, 403 with the scope that is missing, and no token in an address'
expect '401' curl -sS -o /dev/null -w '%{http_code}' "$SCOPEGATE/oauth2/introspect" -d "token=$TOKEN"
expect 'api:introspect' curl -sS "$SCOPEGATE/oauth2/introspect" -H "authorization: Bearer $TOKEN" -d "token=$TOKEN"
expect 'invalid_request' curl -sS -X POST "$SCOPEGATE/oauth2/introspect?token=$TOKEN" -u "$ID:$CREDENTIAL"

echo '5. An access token becomes a session (RFC 8693)'
SUBJECT=urn:ietf:params:oauth:token-type:access_token
GRANT=urn:ietf:params:oauth:grant-type:token-exchange
expect '"access_token":"sg_ses_' curl -sS "$SCOPEGATE/oauth2/token" -d "grant_type=$GRANT&subject_token_type=$SUBJECT&subject_token=$ACCESS"
expect '"error":"invalid_request"' curl -sS "$SCOPEGATE/oauth2/token" -d "grant_type=$GRANT&subject_token_type=$SUBJECT&subject_token=$TOKEN"

echo '6. Whoever holds a token can end it (RFC 7009)'
expect '200' curl -sS -o /dev/null -w '%{http_code}' "$SCOPEGATE/oauth2/revoke" -d "token=$TOKEN"
expect '{"active":false}' curl -sS "$SCOPEGATE/oauth2/introspect" -u "$ID:$CREDENTIAL" -d "token=$TOKEN"
