// How services say no to one prompt: nothing is wrong with the others.
import { inTurn, withChoice, withCompletion, withReply } from "./wire.mjs";
import { atTop, openrouter, played, withCode, xai } from "./wordings.mjs";

const severity = (filtered) => ({ filtered, severity: filtered ? "medium" : "safe" });
const middleCut = (words) => (words.length > 100 ? `${words.slice(0, 50)}...${words.slice(-47)}` : words);
const geminiReasons = inTurn(["content_filter: SAFETY", "SAFETY", "PROHIBITED_CONTENT"]);

export const refusals = {
  ...played({
    xai_403_content: xai(
      403,
      "The caller does not have permission to execute the specified operation",
      "Content violates usage guidelines. Team: 5f0c, API key ID: 71ab, Model: grok-4, Failed check: SAFETY_CHECK_TYPE_BIO",
    ),
    openrouter_403_moderation: ({ prompt }) =>
      openrouter(403, 'openai/gpt-4o requires moderation on OpenAI. Your input was flagged for "self-harm". No credits were charged.', {
        reasons: ["self-harm"], flagged_input: middleCut(prompt), provider_name: "OpenAI", model_slug: "openai/gpt-4o",
      }),
    deepseek_content_risk: withCode(400, "invalid_request_error", "invalid_request_error", "Content Exists Risk"),
    qwen_data_inspection: withCode(
      400,
      "data_inspection_failed",
      "data_inspection_failed",
      "<400> InternalError.Algo.DataInspectionFailed: Input text data may contain inappropriate content.",
    ),
    azure_content_filter: withCode(
      400,
      null,
      "content_filter",
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt " +
        "and retry. To learn more about our content filtering policies please read our documentation: " +
        "https://go.microsoft.com/fwlink/?linkid=2198766",
      {
        param: "prompt",
        status: 400,
        innererror: {
          code: "ResponsibleAIPolicyViolation",
          content_filter_result: {
            hate: severity(false), jailbreak: { detected: false, filtered: false }, self_harm: severity(true),
            sexual: severity(false), violence: severity(false),
          },
        },
      },
    ),
    zhipu_1301: {
      status: 400,
      body: {
        contentFilter: [{ level: 1, role: "user" }],
        error: {
          code: "1301",
          message: "系统检测到输入或生成内容可能包含不安全或敏感内容，请您避免输入易产生敏感内容的提示语，感谢您的配合。",
        },
      },
    },
    context_too_long: withCode(
      400,
      "invalid_request_error",
      "context_length_exceeded",
      "This model's maximum context length is 4096 tokens. However, you requested 5123 tokens (4123 in the messages, 1000 in the " +
        "completion). Please reduce the length of the messages or completion.",
      { param: "messages" },
    ),
    llama_context_too_long: withCode(
      400,
      "exceed_context_size_error",
      400,
      "request (2210 tokens) exceeds the available context size (2048 tokens), try increasing it",
      { n_prompt_tokens: 2210, n_ctx: 2048 },
    ),
    llama_context_500: withCode(
      500,
      "exceed_context_size_error",
      500,
      "the request exceeds the available context size. try increasing the context size or enable context shift",
      { n_prompt_tokens: 2210, n_ctx: 2048 },
    ),
    vllm_context_too_long: atTop(
      400,
      "BadRequestError",
      "'max_tokens' or 'max_completion_tokens' is too large: 1000. This model's maximum context length is 2048 tokens and your " +
        "request has 1800 input tokens (1000 > 2048 - 1800).",
    ),
    groq_failed_generation: ({ prompt }) =>
      withCode(
        400,
        "invalid_request_error",
        "json_validate_failed",
        "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.",
        { failed_generation: `Let me think about ${prompt}` },
      ),
    fastapi_422_echo: ({ request }) => ({
      status: 422,
      body: {
        detail: [
          {
            type: "value_error", loc: ["body", "messages"],
            msg: "Value error, the conversation is longer than this deployment allows", input: request.messages, ctx: { error: {} },
          },
        ],
      },
    }),
    // The prompt stands in the very sentence.
    sentence_with_prompt: ({ prompt }) =>
      withCode(400, "invalid_request_error", null, `Prompt rejected by the guardrail: ${prompt}`),
  }),
  gemini_block_reason: (exchange) =>
    withCompletion(exchange, (completion) => ({
      ...completion, choices: [], promptFeedback: { blockReason: "PROHIBITED_CONTENT" },
    })),
  gemini_safety: (exchange) =>
    withChoice(exchange, (first) =>
      Object.assign(first, { finish_reason: geminiReasons(), message: { role: "assistant" } })),
  refusal_part: (exchange) =>
    withReply(exchange, () => ({
      content: [{ type: "refusal", refusal: "I'm sorry, but I can't assist with that request." }],
    })),
};
