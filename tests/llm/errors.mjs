// How services say no to an account, for now, and where they are out of order. What they say of one prompt: refusals.mjs.
import { atTop, google, googleDetail, openrouter, played, withCode, xai } from "./wordings.mjs";

const html = { "content-type": "text/html" };
const page = (title, foot = "") =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n${foot}</body>\r\n</html>\r\n`;
const text = { "content-type": "text/plain; charset=utf-8" };
const keyOf = ({ headers }) => String(headers.authorization ?? "").replace(/^Bearer /, "");
const masked = (exchange) => keyOf(exchange).replace(/(?<=^.{5}).*(?=.{4}$)/, "*".repeat(12));
const modelOf = ({ request }) => request.model;

// By what the run's report says of them.
const accounts = {
  forbidden: {
    openai_401: (exchange) =>
      withCode(
        401,
        "invalid_request_error",
        "invalid_api_key",
        `Incorrect API key provided: ${masked(exchange)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      ),
    openrouter_401: openrouter(401, "No auth credentials found"),
    mistral_401: { status: 401, body: { detail: "Unauthorized" } },
    vllm_401: { status: 401, body: { error: "Unauthorized" } },
    plain_401: { status: 401, body: "Unauthorized\n", headers: text },
    azure_401: {
      status: 401,
      body: {
        statusCode: 401,
        message: "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.",
      },
    },
    gemini_bad_key: google(
      400,
      "INVALID_ARGUMENT",
      "API key not valid. Please pass a valid API key.",
      googleDetail("ErrorInfo", {
        reason: "API_KEY_INVALID", domain: "googleapis.com", metadata: { service: "generativelanguage.googleapis.com" },
      }),
    ),
    xai_400_key: (exchange) =>
      xai(
        400,
        "Client specified an invalid argument",
        `Incorrect API key provided: ${masked(exchange)}. You can obtain an API key from https://console.x.ai.`,
      ),
    openai_403_country: withCode(
      403,
      "request_forbidden",
      "unsupported_country_region_territory",
      "Country, region, or territory not supported",
    ),
  },
  no_credit: {
    deepseek_402: withCode(402, "unknown_error", "invalid_request_error", "Insufficient Balance"),
    xai_403_credits: xai(
      403,
      "The caller does not have permission to execute the specified operation",
      "Your newly created team doesn't have any credits or licenses yet. You can purchase those on https://console.x.ai/team/5f0c.",
    ),
    xai_429_credits: xai(
      429,
      "Some resource has been exhausted",
      "Your team 5f0c has either used all available credits or reached its monthly spending limit. To continue making API requests, " +
        "please purchase more credits or raise your spending limit.",
    ),
    openai_429_quota: withCode(
      429,
      "insufficient_quota",
      "insufficient_quota",
      "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: " +
        "https://platform.openai.com/docs/guides/error-codes/api-errors.",
    ),
    qwen_arrearage: withCode(
      400,
      "Arrearage",
      "Arrearage",
      "Access denied, please make sure your account is in good standing.",
    ),
    anthropic_400_credit: {
      status: 400,
      body: {
        type: "error",
        error: {
          type: "invalid_request_error",
          message: "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
        },
      },
    },
    openrouter_200_402: openrouter(402, "Insufficient credits. Add more using https://openrouter.ai/settings/credits", undefined, 200),
    siliconflow_403_balance: {
      status: 403,
      body: {
        code: 30011,
        message: "The selected model requires paid balance. Your paid balance is insufficient. Please top up and try again.",
        data: null,
      },
    },
    opencode_401_credits: {
      status: 401,
      body: {
        type: "error",
        error: { type: "CreditsError", message: "Insufficient balance. Manage your billing here: https://opencode.ai/workspace/billing" },
      },
    },
    zhipu_1113: { status: 429, body: { error: { code: "1113", message: "余额不足或无可用资源包,请充值。" } } },
    huggingface_402: {
      status: 402,
      body: {
        error: "You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more monthly included credits.",
      },
    },
  },
  unknown_model: {
    openai_404_model: (exchange) =>
      withCode(
        404,
        "invalid_request_error",
        "model_not_found",
        `The model \`${modelOf(exchange)}\` does not exist or you do not have access to it.`,
      ),
    ollama_404_model: (exchange) => ({ status: 404, body: { error: `model '${modelOf(exchange)}' not found` } }),
    ollama_404_model_object: (exchange) =>
      withCode(404, "api_error", null, `model "${modelOf(exchange)}" not found, try pulling it first`),
    openrouter_400_model: (exchange) => openrouter(400, `${modelOf(exchange)} is not a valid model ID`),
    mistral_400_model: (exchange) => atTop(400, "invalid_model", `Invalid model: ${modelOf(exchange)}`, "1500"),
    vllm_404_model: (exchange) => atTop(404, "NotFoundError", `The model \`${modelOf(exchange)}\` does not exist.`),
    deepseek_400_model: withCode(400, "invalid_request_error", "invalid_request_error", "Model Not Exist"),
    gemini_404_model: (exchange) =>
      google(
        404,
        "NOT_FOUND",
        `models/${modelOf(exchange)} is not found for API version v1main, or is not supported for generateContent. Call ListModels to see ` +
          "the list of available models and their supported methods.",
      ),
    azure_404_deployment: {
      status: 404,
      body: {
        error: {
          code: "DeploymentNotFound",
          message:
            "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please " +
            "wait a moment and try again.",
        },
      },
    },
  },
  no_endpoint: {
    wrong_path_html: {
      status: 404,
      body: page("404 Not Found"),
      headers: html,
    },
    wrong_path_detail: { status: 404, body: { detail: "Not Found" } },
    wrong_path_text: { status: 404, body: "404 page not found", headers: text },
    wrong_path_405: { status: 405, body: { detail: "Method Not Allowed" } },
    // LM Studio
    wrong_path_200: { status: 200, body: { error: "Unexpected endpoint or method. (POST /chat/completions)" } },
  },
};
export const stops = Object.fromEntries(Object.entries(accounts).map(([stop, answers]) => [stop, Object.keys(answers)]));
export const account_errors = Object.assign({}, ...Object.values(accounts).map(played));

// Each says wait_ms of its rule in its own way: with headers or in the body.
export const waitOf = ({ wait_ms: wait = 400 }) => wait;
const duration = (ms) => (ms < 1000 ? `${ms}ms` : ms < 60_000 ? `${ms / 1000}s` : `${Math.floor(ms / 60_000)}m${(ms % 60_000) / 1000}s`);
const rateLimit = "Rate limit reached for test-model in organization org-1 on tokens per min (TPM): Limit 30000, Used 29900, Requested 800.";
const tooMany = (message, headers) => ({ ...withCode(429, "tokens", "rate_limit_exceeded", message), headers });

export const throttles = played({
  retry_after_ms: (exchange, rule) => tooMany(rateLimit, { "retry-after-ms": String(waitOf(rule)) }),
  reset_requests: (exchange, rule) =>
    tooMany(rateLimit, {
      "x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": duration(waitOf(rule)),
    }),
  // There are requests left, which are not what to wait for.
  reset_tokens: (exchange, rule) =>
    tooMany(rateLimit, {
      "x-ratelimit-remaining-requests": "59", "x-ratelimit-reset-requests": "6m0s",
      "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": duration(waitOf(rule)),
    }),
  retry_info: (exchange, rule) =>
    google(
      429,
      "RESOURCE_EXHAUSTED",
      "You exceeded your current quota, please check your plan and billing details. For more information on this error, head over to: " +
        `https://ai.google.dev/gemini-api/docs/rate-limits. Please retry in ${waitOf(rule) / 1000}s.`,
      googleDetail("QuotaFailure", {
        violations: [{ quotaId: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier", quotaValue: "15" }],
      }),
      googleDetail("Help", { links: [{ description: "Learn more", url: "https://ai.google.dev/gemini-api/docs/rate-limits" }] }),
      googleDetail("RetryInfo", { retryDelay: `${waitOf(rule) / 1000}s` }),
    ),
  try_again_in_words: (exchange, rule) =>
    tooMany(`${rateLimit} Please try again in ${duration(waitOf(rule))}. Visit https://platform.openai.com/account/rate-limits to learn more.`),
  busy_503: (exchange, rule) => ({
    ...withCode(503, "service_unavailable", null, "Model too busy, unable to get response in less than 60 second(s)"),
    headers: { "retry-after": String(Math.ceil(waitOf(rule) / 1000)) },
  }),
});
// Nobody says for how long.
export const overloads = played({
  anthropic_529: { status: 529, body: { type: "error", error: { type: "overloaded_error", message: "Overloaded" } } },
  openrouter_200_429: openrouter(
    429,
    "Provider returned error",
    { raw: "test-model is temporarily rate-limited upstream. Please retry shortly.", provider_name: "Chutes" },
    200,
  ),
});

export const outages = played({
  bad_gateway_html: {
    status: 502,
    body: page("502 Bad Gateway", "<hr><center>nginx</center>\r\n"),
    headers: html,
  },
  loading_model: withCode(503, "unavailable_error", 503, "Loading model"),
});
