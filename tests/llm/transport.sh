#!/usr/bin/env bash
# HTTPS, HTTP/2, proxies and addresses: what is trusted, and what is never called.
#   PROACTIVE=... scripts/with-postgres tests/llm/transport.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null

start_llm --tls "$work/cert.pem" "$work/key.pem"
world 40
llm_script '{"latency_ms": 50}'
PROACTIVE_LLM_CA_FILE=$work/cert.pem schedule
expect "HTTPS with a certificate that is trusted" '.written_by.llm == 40'
check "speaks HTTP/2" test "$(llm_stat '.http_versions["2.0"] >= 40')" = true
connections=$(llm_stat .connections)
check "on few connections ($connections)" test "$connections" -le 4
world 5
schedule
expect "a certificate that nobody trusts is refused" '.written_by.fallback == 5 and .llm.stopped == "no_endpoint" and .llm.refusals.transport >= 2'
expect_code "which the exit code tells" 1
check "and the log says why" grep -q 'certificate' "$work/log"
expect_complete "every engagement has its message" 5
world 5
PROACTIVE_LLM_CA_FILE=/nonexistent schedule
expect_code "a CA file that is not there: the exit code tells" 1
for fault in hang reset reset_body huge drip; do
  world 6
  llm_script "{\"rules\": [{\"do\": \"$fault\", \"times\": 2}]}"
  PROACTIVE_LLM_TIMEOUT_SECONDS=2 PROACTIVE_LLM_CA_FILE=$work/cert.pem schedule
  expect_complete "HTTP/2, $fault: every engagement has its message" 6
  expect "HTTP/2, $fault: the other streams go on" '.written_by.llm >= 4'
done
stop_llm

start_llm --tls "$work/cert.pem" "$work/key.pem" --h1-only
world 20
PROACTIVE_LLM_CA_FILE=$work/cert.pem schedule
expect "HTTPS without HTTP/2" '.written_by.llm == 20'
check "speaks HTTP/1.1" test "$(llm_stat '.http_versions["1.1"] >= 20')" = true
stop_llm

# A proxy: the server answers requests for another host.
start_llm
world 10
proxy=${llm_url%/v1}
OPENAI_BASE_URL=http://llm.invalid/v1 PROACTIVE_LLM_ALLOW_HTTP=true PROACTIVE_LLM_PROXY=$proxy schedule
expect "a proxy" '.written_by.llm == 10'
world 10
OPENAI_BASE_URL=http://llm.invalid/v1 PROACTIVE_LLM_ALLOW_HTTP=true http_proxy=$proxy schedule
expect "a proxy of the environment" '.written_by.llm == 10'
world 10
http_proxy=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9 schedule
expect "a service on this machine is called without a proxy" '.written_by.llm == 10'
world 5
PROACTIVE_LLM_OUTAGE_SECONDS=1 PROACTIVE_LLM_PROXY=http://name:hunter2@127.0.0.1:9 OPENAI_BASE_URL=https://llm.invalid/v1 schedule
expect "a proxy that is not there" '.written_by.fallback == 5'
check "whose password is nowhere" test "$(grep -c hunter2 "$work/log")" = 0

# A query in the base URL stays behind the path.
world 5
llm_script '{"record": 5, "require_headers": {"api-key": "azure-1"}}'
OPENAI_BASE_URL="${llm_url%/v1}/openai/deployments/x?api-version=2024-06-01" PROACTIVE_LLM_HEADERS='{"api-key":"azure-1"}' schedule
expect "an Azure gateway" '.written_by.llm == 5'

# Addresses that are never called: cloud machines hand out credentials there.
world 3
for address in 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.169.254. '[fe80::1]' '[::ffff:169.254.169.254]' \
  '[64:ff9b::a9fe:a9fe]' '[fd00:ec2::254]' 100.100.100.200 metadata.google.internal; do
  OPENAI_BASE_URL=https://$address/v1 schedule
  expect_code "$address is refused" 78
  check "$address: the log says why" grep -q 'OPENAI_BASE_URL: its host is link-local or a cloud' "$work/log"
done
PROACTIVE_LLM_PROXY=http://name:hunter2@169.254.169.254:3128 schedule
expect_code "as a proxy, too" 78
check "without its password" test "$(grep -c hunter2 "$work/log")" = 0
https_proxy=http://169.254.169.254:3128 OPENAI_BASE_URL=https://llm.invalid/v1 schedule
expect "a proxy of the environment is refused when it is called" '.written_by.fallback == 3 and .llm.refusals.refused_address >= 1 and .llm.stopped == "no_endpoint"'
finish "$work/log"
